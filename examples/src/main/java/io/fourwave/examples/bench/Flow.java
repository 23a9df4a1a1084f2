package io.fourwave.examples.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** One connection of a {@link Crowd}, and what it does for a while. */
abstract class Flow implements SelectorLoop.Member {
  private final SocketChannel channel;

  Flow(SocketChannel channel) {
    this.channel = channel;
  }

  /** Makes flows. */
  interface Maker {
    /**
     * Connects to a server.
     *
     * @param latencies where those of its operations go, in nanoseconds
     */
    Flow to(Server server, Histogram latencies) throws IOException;
  }

  /** The connection. */
  final SocketChannel channel() {
    return channel;
  }

  /**
   * Begins.
   *
   * @param nanos for how long
   * @return what to wait for first
   */
  abstract int begin(long nanos) throws IOException;

  /** What it has done, in octets or operations. */
  abstract long amount();

  /** Reads what there is, up to the buffer's limit, and returns whether that is reached. */
  final boolean readAll(ByteBuffer into) throws IOException {
    if (channel.read(into) < 0) {
      throw new EOFException("the server has closed before its time");
    }
    return !into.hasRemaining();
  }
}
