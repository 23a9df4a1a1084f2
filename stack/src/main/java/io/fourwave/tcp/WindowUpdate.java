package io.fourwave.tcp;

import io.fourwave.wire.Seq;

/** When reading is worth telling the peer (RFC 9293 §3.8.6.2.2). */
final class WindowUpdate {
  private WindowUpdate() {}

  /** Whether the window would at least double, or grow by half the buffer. */
  static boolean isDue(Connection c) {
    int edge = AckPolicy.edge(c, c.receiveSpace(), c.agreed.receiveShift);
    int growth = Seq.distance(c.rcv.edge, edge);
    return growth > 0
        && c.state.mayReceive()
        && (growth >= c.rcv.wnd() || growth >= c.receiveBuffer.limit() / 2);
  }

  /**
   * A window was advertised: lets the reader know how far it has to read until an update is due, so
   * that it calls only then. It may have read that far already.
   */
  static void watch(Connection c) {
    int unit = 1 << c.agreed.receiveShift;
    int limit = c.receiveBuffer.limit();
    int least = Math.min(limit / 2, c.segmentSize);
    int growth = Math.max(least, Math.min(c.rcv.wnd(), limit / 2)) + unit;
    long edge = c.receiveBuffer.next() + c.rcv.wnd();
    c.incoming().wakeProducerAt(edge + growth - limit);
    if (c.incoming().producerWantsToKnow() && isDue(c)) {
      c.acks.atOnce(Rule.WINDOW_UPDATE);
    }
  }
}
