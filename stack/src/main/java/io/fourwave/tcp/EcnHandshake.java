package io.fourwave.tcp;

import io.fourwave.wire.TcpFlags;

/** What SYNs agree on about ECN, classic (RFC 3168 §6.1.1) or accurate (RFC 9768 §3.1). */
final class EcnHandshake {
  private static final int ECN_SETUP = TcpFlags.ECE | TcpFlags.CWR;

  private EcnHandshake() {}

  /** The peer's SYN offers ECN, or does not. */
  static void answer(Connection c, Segment syn) {
    Ecn ecn = c.settings.options().explicitCongestion();
    if (ecn.isAccurate() && AccurateEcn.isOffered(syn.flags)) {
      accurately(c, syn);
    }
    c.agreed.ecn = ecn.isAccepted() && (c.agreed.accurateEcn || isSetup(syn));
  }

  /** Whether a SYN asks for ECN (RFC 3168 §6.1.1). */
  static boolean isSetup(Segment syn) {
    return (syn.flags & ECN_SETUP) == ECN_SETUP;
  }

  /** The peer's SYN,ACK takes our offer or a part of it, or does not (RFC 9768 §3.1.2). */
  static void answered(Connection c, Segment synAck) {
    boolean accurate = c.settings.options().explicitCongestion().isAccurate();
    if (accurate && offers(c) && AccurateEcn.isAgreed(synAck.flags)) {
      accurately(c, synAck);
      c.agreed.ecn = AccurateEcn.arrivedUnchanged(synAck.flags); // else the path changes marks
      return;
    }
    boolean agrees = (synAck.flags & AccurateEcn.FLAGS) == TcpFlags.ECE;
    c.agreed.ecn = offers(c) && agrees;
  }

  private static void accurately(Connection c, Segment syn) {
    c.agreed.accurateEcn = true;
    c.accurateEcn = new AccurateEcn();
    c.accurateEcn.synArrived(syn);
  }

  /** Whether all our SYNs offer ECN: those that are sent again do not (RFC 3168 §6.1.1.1). */
  static boolean offers(Connection c) {
    Ecn ecn = c.settings.options().explicitCongestion();
    int retries = ecn.isAccurate() ? 1 : 0; // RFC 9768 §3.1.4.1
    return ecn.isOffered() && c.rtt.timeouts() <= retries;
  }

  /**
   * The SYN has come again, to a connection that is half open: without ECN, if the peer's host or
   * one on the way has given up on it; then neither side may mark (RFC 3168 §6.1.1).
   */
  static void synAgain(Connection c, Segment syn) {
    if (c.agreed.accurateEcn) {
      c.accurateEcn.synArrived(syn);
      c.agreed.ecn &= AccurateEcn.isOffered(syn.flags);
    } else {
      c.agreed.ecn &= isSetup(syn);
    }
  }
}
