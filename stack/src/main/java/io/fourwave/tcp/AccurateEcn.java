package io.fourwave.tcp;

import io.fourwave.wire.TcpFlags;

/**
 * Accurate ECN on one connection (RFC 9768), both roles: the three flags AE, CWR and ECE are a
 * number, ACE. In the handshake it says how the other's SYN was marked on its way; from then on it
 * counts the marked segments that arrived, by their last three bits.
 */
final class AccurateEcn {
  /** All three flags: in a SYN, the offer. */
  static final int FLAGS = TcpFlags.AE | TcpFlags.CWR | TcpFlags.ECE;

  private static final int FIRST = 5; // §3.2.1
  private static final int NOT_CAPABLE = 0;
  private static final int CONGESTED = 3;
  private static final int UNCHANGED = 2;
  private static final int RESERVED = 5;

  /** r.cep: segments that arrived with a mark, and five. */
  private int arrived = FIRST;

  /** s.cep: what the peer has told of ours. */
  private int told = FIRST;

  /** How the peer's SYN was marked when it arrived: the two bits of the IP header. */
  private int synMark;

  /** Whether the flags of the segment that is being processed were about our SYN,ACK. */
  private boolean opening;

  /** Whether the pure acknowledgement of the peer's SYN,ACK has yet to be sent (§3.2.2.1). */
  private boolean answersSyn;

  /** Whether a SYN offers it, or something that is to be taken for it (§3.1.3). */
  static boolean isOffered(int flags) {
    int ace = value(flags);
    return ace != 0 && ace != value(TcpFlags.CWR | TcpFlags.ECE);
  }

  /** Whether a SYN,ACK agrees to it: neither classic ECN nor none, nor our own flags reflected. */
  static boolean isAgreed(int flags) {
    int ace = value(flags);
    return ace >= UNCHANGED && ace != value(FLAGS);
  }

  /** Whether a SYN,ACK, or its acknowledgement, says that nobody on the way has marked our SYN. */
  static boolean arrivedUnchanged(int flags) {
    int ace = value(flags);
    return ace == UNCHANGED || ace == RESERVED;
  }

  private static int value(int flags) {
    return ((flags & TcpFlags.AE) != 0 ? 4 : 0) + (flags >>> 6 & 3);
  }

  private static int flags(int ace) {
    return ((ace & 4) != 0 ? TcpFlags.AE : 0) | (ace & 3) << 6;
  }

  /** The peer's SYN, or SYN,ACK, has arrived; the latter wants a pure acknowledgement. */
  void synArrived(Segment syn) {
    synMark = syn.trafficClass & 3;
    answersSyn = syn.hasAck();
    arrived = syn.hasAck() && synMark == CONGESTED ? FIRST + 1 : FIRST;
  }

  /** The flags of our SYN,ACK, and of the first answer to the peer's (tables 2 and 3). */
  int handshakeFlags() {
    int[] aces = {UNCHANGED, 3, 4, 6}; // not capable, ECT(1), ECT(0), marked
    return flags(aces[synMark]);
  }

  /** The flags of any other segment; a pure one may be the answer to the peer's SYN,ACK. */
  int flags(boolean pure) {
    boolean first = pure && answersSyn;
    answersSyn &= !pure;
    return first ? handshakeFlags() : flags(arrived & 7);
  }

  boolean answersSyn() {
    return answersSyn;
  }

  /** A segment has arrived: a super-segment stands for its parts. */
  void segmentArrived(Segment seg, int segmentSize) {
    if (seg.congestionExperienced()) {
      arrived += Math.max(1, (seg.length() + segmentSize - 1) / segmentSize);
    }
  }

  /** How many more marks the peer tells of than before, if it is no more than seven (§3.2.2.2). */
  int newlyTold(Segment seg) {
    if (opening) {
      opening = false;
      return 0;
    }
    int fresh = value(seg.flags) - told & 7;
    told += fresh;
    return fresh;
  }

  /**
   * The pure acknowledgement of our SYN,ACK has arrived (table 4); says whether we may go on as if
   * ECN worked on this path.
   */
  boolean handshakeAcknowledged(Segment seg) {
    int ace = value(seg.flags);
    told = ace == 6 ? FIRST + 1 : FIRST;
    opening = true;
    return ace != NOT_CAPABLE && (ace < 3 || ace == RESERVED || ace == 7);
  }
}
