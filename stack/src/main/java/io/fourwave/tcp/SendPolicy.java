package io.fourwave.tcp;

/** How much new text goes out now: Nagle and silly windows (RFC 9293 §3.7.4, §3.8.6.2.1). */
final class SendPolicy {
  private SendPolicy() {}

  /**
   * Octets to send in one (super-)segment, 0 to wait.
   *
   * @param unsent D: octets written and not sent
   * @param usable U: octets that the peer's and the congestion window take
   * @param segmentSize Eff.snd.MSS
   * @param most the longest text a segment may have
   * @param c asked for its Nagle setting, what is in flight, and the largest window ever seen
   */
  static int amount(int unsent, int usable, int segmentSize, int most, Connection c) {
    int sendable = Math.min(unsent, usable);
    if (sendable <= 0) {
      return 0;
    }
    boolean smallAllowed = maySendSmall(c);
    if (sendable >= segmentSize) { // (1) a full segment, or several
      int count = Math.min(sendable, most);
      boolean endsSmall = count == unsent && smallAllowed;
      return endsSmall ? count : count - count % segmentSize;
    }
    if (unsent <= usable && smallAllowed) { // (2) all there is: everything is pushed
      return sendable;
    }
    if (2 * sendable >= c.snd.maxWnd && smallAllowed) { // (3) half of the largest window
      return sendable;
    }
    return c.pending.override ? sendable : 0; // (4) it has waited long enough
  }

  /** SHLD-7, MUST-17: a small segment waits while anything is in flight, unless we are closing. */
  private static boolean maySendSmall(Connection c) {
    return !c.settings.sending().nagle() || c.snd.outstanding() == 0 || c.pending.fin;
  }
}
