package io.fourwave.trace;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import java.util.Map;
import java.util.OptionalInt;

/** Where the sequence numbers of each direction begin, and how far they have come. */
final class SequenceSpaces {
  private static final int MOST = 100_000;

  private static final class Space {
    final int origin;
    boolean acknowledged;
    int end;

    Space(int origin) {
      this.origin = origin;
      this.end = origin;
    }
  }

  private final Map<TcpPacket.Flow, Space> spaces = new LastUsed<>(MOST);

  /** A segment is sent; says whether all its sequence numbers were sent before. */
  boolean sends(TcpPacket.Key seg) {
    boolean syn = (seg.flags() & TcpFlags.SYN) != 0;
    boolean fin = (seg.flags() & TcpFlags.FIN) != 0;
    int length = seg.length() + (syn ? 1 : 0) + (fin ? 1 : 0);
    Space space = spaces.get(seg.flow());
    if (syn && (space == null || space.origin != seg.seq())) {
      space = new Space(seg.seq());
      spaces.put(seg.flow(), space);
    }
    if (space == null || length == 0) {
      return false;
    }
    boolean anew = syn && space.acknowledged != acknowledges(seg); // SYN,ACK after a SYN
    space.acknowledged |= acknowledges(seg);
    boolean again = Seq.atOrBefore(seg.seq() + length, space.end) && !anew;
    space.end = Seq.max(space.end, seg.seq() + length);
    return again;
  }

  private static boolean acknowledges(TcpPacket.Key seg) {
    return (seg.flags() & TcpFlags.ACK) != 0;
  }

  /** Where a direction begins; null if it is not known. */
  Integer origin(TcpPacket.Flow flow) {
    Space space = spaces.get(flow);
    return space == null ? null : space.origin;
  }

  OptionalInt relative(TcpPacket.Flow flow, int number) {
    Space space = spaces.get(flow);
    return space == null ? OptionalInt.empty() : OptionalInt.of(number - space.origin);
  }

  static ConnectionId id(TcpPacket.Flow flow) {
    return new ConnectionId(
        flow.from().high(),
        flow.from().low(),
        flow.fromPort(),
        flow.to().high(),
        flow.to().low(),
        flow.toPort());
  }
}
