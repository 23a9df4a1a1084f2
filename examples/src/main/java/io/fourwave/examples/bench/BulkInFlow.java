package io.fourwave.examples.bench;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** {@link BulkIn} as one of many. */
final class BulkInFlow extends Flow {
  private final ByteBuffer octets;
  private final ByteBuffer answer = ByteBuffer.allocate(Long.BYTES);
  private long end;
  private long sent;
  private boolean sending = true;

  private BulkInFlow(SocketChannel channel, ByteBuffer octets) {
    super(channel);
    this.octets = octets;
  }

  /** Flows of one thread, which has one buffer. */
  static Maker ofOneThread() {
    ByteBuffer octets = ByteBuffer.allocateDirect(Service.SCRATCH);
    return (server, latencies) -> new BulkInFlow(server.connect(Service.SINK), octets);
  }

  @Override
  int begin(long nanos) {
    end = System.nanoTime() + nanos;
    return OP_WRITE;
  }

  @Override
  public int goOn() throws IOException {
    return sending ? send() : receive();
  }

  private int send() throws IOException {
    sent += channel().write(octets.clear());
    if (System.nanoTime() - end < 0) {
      return OP_WRITE;
    }
    channel().shutdownOutput();
    sending = false;
    return OP_READ;
  }

  private int receive() throws IOException {
    if (!readAll(answer)) {
      return OP_READ;
    }
    Arrivals.check(sent, answer.getLong(0));
    return 0;
  }

  @Override
  long amount() {
    return sent;
  }
}
