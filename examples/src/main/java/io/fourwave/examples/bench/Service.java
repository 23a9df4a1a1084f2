package io.fourwave.examples.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * What the servers do. A {@link ByteChannel} is all that it sees, be it the kernel's socket or
 * ours.
 */
enum Service {
  /** Sends back what it receives. */
  ECHO(7) {
    @Override
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException {
      while (peer.read(scratch.clear()) >= 0) {
        writeAll(peer, scratch.flip());
      }
    }
  },

  /** Receives until the peer closes its way, then says how many octets it were: eight octets. */
  SINK(9) {
    @Override
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException {
      long octets = 0;
      for (int count = 0; count >= 0; count = peer.read(scratch.clear())) {
        octets += count;
      }
      writeAll(peer, scratch.clear().putLong(octets).flip());
    }
  },

  /**
   * Receives a number of nanoseconds and sends for so long, then says how many octets that were.
   * Both numbers are of eight octets.
   */
  SOURCE(19) {
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
  };

  /** Octets of the buffer that a server's thread has. */
  static final int SCRATCH = 256 << 10;

  private final int port;

  Service(int port) {
    this.port = port;
  }

  /** Where it is. */
  int port() {
    return port;
  }

  /** Serves one connection to its end; the caller closes it. */
  abstract void serve(ByteChannel peer, ByteBuffer scratch) throws IOException;

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
