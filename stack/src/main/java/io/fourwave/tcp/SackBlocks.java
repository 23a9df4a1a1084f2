package io.fourwave.tcp;

import io.fourwave.tcp.recovery.AckFacts;
import io.fourwave.wire.Seq;

/** What the SACK option of a segment says (RFC 2018), and that something came twice (RFC 2883). */
final class SackBlocks {
  private SackBlocks() {}

  /**
   * Applies the blocks that lie within what was sent, the lowest first; others are ignored.
   *
   * @return octets that were not known to have arrived
   */
  static int apply(Connection c, Segment seg, long now) {
    int fresh = 0;
    int floor = c.snd.una;
    int first = reportsTwice(c, seg) ? 1 : 0;
    for (int n = first; n < seg.options.sackBlocks(); n++) {
      int lowest = lowestAfter(floor, first, c, seg);
      if (lowest < 0) {
        break;
      }
      floor = seg.options.sackFrom(lowest);
      int to = seg.options.sackTo(lowest);
      fresh += c.recovery.sent().sack(floor, to, c.segmentSize, now);
    }
    return fresh;
  }

  private static int lowestAfter(int floor, int first, Connection c, Segment seg) {
    int lowest = -1;
    for (int i = first; i < seg.options.sackBlocks(); i++) {
      int from = seg.options.sackFrom(i);
      int to = seg.options.sackTo(i);
      boolean sound =
          Seq.before(from, to) && Seq.after(from, floor) && Seq.atOrBefore(to, c.snd.nxt);
      if (sound && (lowest < 0 || Seq.before(from, seg.options.sackFrom(lowest)))) {
        lowest = i;
      }
    }
    return lowest;
  }

  /** Notes what the first block says to have arrived twice, if it does. */
  static boolean noteTwice(Connection c, Segment seg, AckFacts facts) {
    if (!reportsTwice(c, seg)) {
      return false;
    }
    facts.twice(seg.options.sackFrom(0), seg.options.sackTo(0));
    return true;
  }

  /**
   * RFC 2883 §4: the first block lies before the acknowledgement, or within the second block. What
   * was never sent, or so long ago that the peer cannot remember, is a lie.
   */
  private static boolean reportsTwice(Connection c, Segment seg) {
    if (seg.options.sackBlocks() == 0) {
      return false;
    }
    int from = seg.options.sackFrom(0);
    int to = seg.options.sackTo(0);
    boolean known =
        Seq.before(from, to)
            && Seq.atOrBefore(to, c.snd.nxt)
            && Seq.atOrAfter(from, c.snd.una - c.snd.maxWnd)
            && Seq.after(from, c.snd.iss);
    if (!known) {
      return false;
    }
    return Seq.atOrBefore(to, seg.ack)
        || seg.options.sackBlocks() > 1
            && Seq.atOrAfter(from, seg.options.sackFrom(1))
            && Seq.atOrBefore(to, seg.options.sackTo(1));
  }
}
