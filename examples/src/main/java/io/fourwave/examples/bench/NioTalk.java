package io.fourwave.examples.bench;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The services' conversations on channels that do not block; each begins with reading. */
final class NioTalk {
  private NioTalk() {}

  /** A service's. */
  static SelectorLoop.Member of(Service service, SocketChannel peer) {
    return switch (service) {
      case ECHO -> new Echo(peer);
      case SINK -> new Sink(peer);
      case SOURCE -> new Source(peer);
    };
  }

  private static ByteBuffer number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
  }

  private static final class Echo implements SelectorLoop.Member {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel peer;
    private ByteBuffer unsent = NOTHING;

    Echo(SocketChannel peer) {
      this.peer = peer;
    }

    @Override
    public int goOn() throws IOException {
      if (!unsent.hasRemaining()) {
        ByteBuffer octets = Service.ECHO.scratch();
        if (peer.read(octets.clear()) < 0) {
          return 0;
        }
        peer.write(octets.flip());
        unsent = octets.hasRemaining() ? copy(octets) : NOTHING; // the next one reads into it
      } else {
        peer.write(unsent);
      }
      return unsent.hasRemaining() ? OP_WRITE : OP_READ;
    }

    private static ByteBuffer copy(ByteBuffer octets) {
      return ByteBuffer.allocate(octets.remaining()).put(octets).flip();
    }
  }

  private static final class Sink implements SelectorLoop.Member {
    private final SocketChannel peer;
    private long received;
    private ByteBuffer count;

    Sink(SocketChannel peer) {
      this.peer = peer;
    }

    @Override
    public int goOn() throws IOException {
      if (count == null) {
        int some = peer.read(Service.SINK.scratch().clear());
        if (some >= 0) {
          received += some;
          return OP_READ;
        }
        count = number(received);
      }
      peer.write(count);
      return count.hasRemaining() ? OP_WRITE : 0;
    }
  }

  private static final class Source implements SelectorLoop.Member {
    private final SocketChannel peer;
    private final ByteBuffer request = ByteBuffer.allocate(Long.BYTES);
    private long begin;
    private long sent;
    private ByteBuffer count;

    Source(SocketChannel peer) {
      this.peer = peer;
    }

    @Override
    public int goOn() throws IOException {
      if (request.hasRemaining()) {
        return hear();
      }
      if (count == null) {
        sent += peer.write(Service.SOURCE.scratch().clear());
        if (System.nanoTime() - begin < request.getLong(0)) {
          return OP_WRITE;
        }
        count = number(sent);
      }
      peer.write(count);
      return count.hasRemaining() ? OP_WRITE : 0;
    }

    private int hear() throws IOException {
      if (peer.read(request) < 0) {
        return 0;
      }
      begin = System.nanoTime();
      return request.hasRemaining() ? OP_READ : OP_WRITE;
    }
  }
}
