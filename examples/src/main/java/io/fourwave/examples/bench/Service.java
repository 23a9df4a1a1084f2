package io.fourwave.examples.bench;

import io.fourwave.examples.service.Echo;
import io.fourwave.host.SocketHandler;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the servers do. A {@link ByteChannel} is all that it sees, be it the kernel's socket or
 * ours; a handler on the stack's own thread does the same.
 */
enum Service {
  /** Sends back what it receives; there may be a thousand of them, so the buffer is small. */
  ECHO(7, 64 << 10) {
    @Override
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException {
      while (peer.read(scratch.clear()) >= 0) {
        writeAll(peer, scratch.flip());
      }
    }

    @Override
    SocketHandler handler() {
      return new Echo().handler();
    }
  },

  /** Receives until the peer closes its way, then says how many octets it were: eight octets. */
  SINK(9, Service.SCRATCH) {
    @Override
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException {
      long octets = 0;
      for (int count = 0; count >= 0; count = peer.read(scratch.clear())) {
        octets += count;
      }
      writeAll(peer, scratch.clear().putLong(octets).flip());
    }

    @Override
    SocketHandler handler() {
      return new SinkHandler();
    }
  },

  /**
   * Receives a number of nanoseconds and sends for so long, then says how many octets that were.
   * Both numbers are of eight octets.
   */
  SOURCE(19, Service.SCRATCH) {
    @Override
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException {
      readAll(peer, scratch.clear().limit(Long.BYTES));
      long nanos = scratch.flip().getLong();
      long begin = System.nanoTime();
      long octets = 0;
      do {
        octets += writeAll(peer, scratch.clear());
      } while (System.nanoTime() - begin < nanos);
      writeAll(peer, scratch.clear().putLong(octets).flip());
    }

    @Override
    SocketHandler handler() {
      return new SourceHandler();
    }
  };

  /** Octets of the buffer that who sends or receives much has. */
  static final int SCRATCH = 256 << 10;

  private static final ThreadLocal<Map<Service, ByteBuffer>> BUFFERS =
      ThreadLocal.withInitial(() -> new EnumMap<>(Service.class));

  private final int port;
  private final int octets;

  Service(int port, int octets) {
    this.port = port;
    this.octets = octets;
  }

  /** The buffer of a server's thread. */
  ByteBuffer scratch() {
    return BUFFERS.get().computeIfAbsent(this, service -> ByteBuffer.allocateDirect(octets));
  }

  /** Where it is, in the first of the ways; see {@link Way#port}. */
  int port() {
    return port;
  }

  /** Serves one connection to its end; the caller closes it. */
  abstract void serve(ByteChannel peer, ByteBuffer scratch) throws IOException;

  /** What serves one connection to its end, and closes it, on the stack's own thread. */
  abstract SocketHandler handler();

  /** Writes what remains and returns how much it was. */
  static int writeAll(ByteChannel peer, ByteBuffer octets) throws IOException {
    int all = octets.remaining();
    while (octets.hasRemaining()) {
      peer.write(octets);
    }
    return all;
  }

  /** Fills a buffer up to its limit. */
  static void readAll(ByteChannel peer, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (peer.read(into) < 0) {
        throw new EOFException("the peer has closed before its time");
      }
    }
  }
}
