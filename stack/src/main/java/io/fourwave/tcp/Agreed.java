package io.fourwave.tcp;

import io.fourwave.wire.TcpOptions;

/** What the two SYNs have agreed upon. From when the connection is open, it does not change. */
final class Agreed {
  boolean timestamps;
  boolean sack;

  /** Whether we mark what we send as capable, and hear of marks. */
  boolean ecn;

  /** Whether marks are counted, ours at least for the peer (RFC 9768). */
  boolean accurateEcn;

  boolean scaling;
  int sendShift;
  int receiveShift;

  /** The peer's MSS option; MUST-15: 536 or 1220 octets if it sent none. */
  int peerSegmentSize;

  /** MUST-15: of a peer that says nothing. */
  static int defaultSegmentSize(boolean v4) {
    return v4 ? 536 : 1220;
  }

  /** Takes over what the peer offers of what we want. */
  void agree(Options ours, TcpOptions theirs, boolean v4, int ourShift) {
    int offered = theirs.maximumSegmentSize();
    peerSegmentSize = offered == TcpOptions.NONE ? defaultSegmentSize(v4) : Math.max(offered, 48);
    timestamps = ours.timestamps() && theirs.hasTimestamps();
    sack = ours.selectiveAcknowledgement() && theirs.sackPermitted();
    scaling = ours.windowScale() && theirs.windowShift() != TcpOptions.NONE;
    sendShift = scaling ? theirs.windowShift() : 0;
    receiveShift = scaling ? ourShift : 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Agreed agreed
        && flags() == agreed.flags()
        && sendShift == agreed.sendShift
        && receiveShift == agreed.receiveShift
        && peerSegmentSize == agreed.peerSegmentSize;
  }

  @Override
  public int hashCode() {
    return ((peerSegmentSize * 31 + sendShift) * 31 + receiveShift) * 31 + flags();
  }

  private int flags() {
    return (timestamps ? 1 : 0)
        | (sack ? 2 : 0)
        | (ecn ? 4 : 0)
        | (accurateEcn ? 8 : 0)
        | (scaling ? 16 : 0);
  }

  String inWords() {
    StringBuilder text = new StringBuilder("mss ").append(peerSegmentSize);
    text.append(timestamps ? " timestamps" : "").append(sack ? " sack" : "");
    text.append(ecn ? accurateEcn ? " accecn" : " ecn" : "");
    return scaling
        ? text.append(" wscale ").append(sendShift).append(',').append(receiveShift).toString()
        : text.toString();
  }
}
