package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

/**
 * How much a connection keeps at most. Memory is taken when octets flow, and grows on demand.
 *
 * @param send octets written but not yet acknowledged, 2 KiB to 64 MiB; rounded up to a power of
 *     two
 * @param receive octets received but not yet read, 2 KiB to 64 MiB; rounded up to a power of two;
 *     this is the largest window advertised
 */
public record Buffers(int send, int receive) {
  static final int LEAST = 2 << 10;
  static final int MOST = 64 << 20;

  /** 1 MiB each way. */
  public static final Buffers DEFAULTS = new Buffers(1 << 20, 1 << 20);

  /** Checks the ranges. */
  public Buffers {
    range("the send buffer", send, LEAST, MOST, "octets");
    range("the receive buffer", receive, LEAST, MOST, "octets");
  }
}
