package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

/**
 * How much a connection keeps. Memory is taken when octets flow. A buffer whose most is more than
 * it begins with is tuned: it is widened as the path turns out to need it, see {@code SendTuning}
 * and {@code ReceiveTuning}, if the stack has memory to spare.
 *
 * @param send octets written but not yet acknowledged that there is room for at first, 2 KiB to 64
 *     MiB
 * @param receive octets received but not yet read that there is room for at first, 2 KiB to 64 MiB;
 *     this is the largest window advertised
 * @param mostSend what the send buffer is widened to at most, {@code send} to 64 MiB
 * @param mostReceive what the receive buffer is widened to at most, {@code receive} to 64 MiB
 */
public record Buffers(int send, int receive, int mostSend, int mostReceive) {
  static final int LEAST = 2 << 10;
  static final int MOST = 64 << 20;

  /** 128 KiB each way, up to 16 MiB: enough for 1 Gbit/s over 100 ms. */
  public static final Buffers DEFAULTS = new Buffers(128 << 10, 128 << 10, 16 << 20, 16 << 20);

  /** Checks the ranges. */
  public Buffers {
    range("the send buffer", send, LEAST, MOST, "octets");
    range("the receive buffer", receive, LEAST, MOST, "octets");
    range("the widest send buffer", mostSend, send, MOST, "octets");
    range("the widest receive buffer", mostReceive, receive, MOST, "octets");
  }

  /** Buffers that stay as wide as they are. */
  public Buffers(int send, int receive) {
    this(send, receive, send, receive);
  }

  /** The same with a send buffer that stays as it is. */
  public Buffers withSend(int octets) {
    return new Buffers(octets, receive, octets, mostReceive);
  }

  /** The same with a receive buffer that stays as it is. */
  public Buffers withReceive(int octets) {
    return new Buffers(send, octets, mostSend, octets);
  }
}
