package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;

/**
 * Widens the send buffer to twice what may be in flight: as much as waits for acknowledgements, and
 * as much again that the application has written meanwhile. One that was set by the application
 * stays as it is.
 */
final class SendTuning {
  private final ShortestRoundTrip shortest = new ShortestRoundTrip();

  /** An acknowledgement has been processed. */
  void acknowledged(Connection c, MemoryBudget memory, long now) {
    int most = c.settings.buffers().mostSend();
    int limit = c.sendRing.limit();
    if (limit >= most) {
      return;
    }
    shortest.measured(c.rtt.smoothed(), now);
    long flight = Math.min(c.congestion.window(), c.snd.maxWnd);
    int wanted = (int) Math.min(shortest.capacity(most), 2 * flight);
    if (wanted > limit && !memory.isShort()) {
      c.sendRing.limit(wanted);
      c.events.writable();
    }
  }
}
