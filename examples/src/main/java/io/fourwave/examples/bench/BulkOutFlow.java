package io.fourwave.examples.bench;

import static java.nio.channels.SelectionKey.OP_READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** {@link BulkOut} as one of many. */
final class BulkOutFlow extends Flow {
  private final ByteBuffer octets;
  private final Arrivals arrivals = new Arrivals();

  private BulkOutFlow(SocketChannel channel, ByteBuffer octets) {
    super(channel);
    this.octets = octets;
  }

  /** Flows of one thread, which has one buffer. */
  static Maker ofOneThread() {
    ByteBuffer octets = ByteBuffer.allocateDirect(Service.SCRATCH);
    return (server, latencies) -> new BulkOutFlow(server.connect(Service.SOURCE), octets);
  }

  @Override
  int begin(long nanos) throws IOException {
    Service.writeAll(channel(), ByteBuffer.allocate(Long.BYTES).putLong(0, nanos));
    return OP_READ;
  }

  @Override
  public int goOn() throws IOException {
    if (channel().read(octets.clear()) >= 0) {
      arrivals.note(octets);
      return OP_READ;
    }
    arrivals.check();
    return 0;
  }

  @Override
  long amount() {
    return arrivals.received();
  }
}
