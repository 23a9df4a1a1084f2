package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;

/**
 * Widens the send buffer to twice what may be in flight: as much as waits for acknowledgements, and
 * as much again that the application has written meanwhile. One that was set by the application
 * stays as it is.
 */
final class SendTuning {
  private SendTuning() {}

  /** An acknowledgement has been processed. */
  static void acknowledged(Connection c, MemoryBudget memory) {
    int most = c.settings.buffers().mostSend();
    int limit = c.sendRing.limit();
    if (limit >= most) {
      return;
    }
    long flight = Math.min(c.congestion.window(), c.snd.maxWnd);
    int wanted = (int) Math.min(most, 2 * flight);
    if (wanted > limit && !memory.isShort()) {
      c.sendRing.limit(wanted);
      c.events.writable();
    }
  }
}
