package io.fourwave.tcp;

import io.fourwave.wire.IpAddress;

/**
 * IPv6 flow labels (RFC 6437 §3): one for all packets of a connection, resets and last
 * acknowledgements too, since it is a keyed hash of the four-tuple; never zero, and not to be
 * foreseen by outsiders.
 */
final class FlowLabels {
  private static final int PURPOSE = 6437;
  private static final int LABEL = 0xf_ffff;

  private final SipHash secret;

  FlowLabels(SipHash secret) {
    this.secret = secret;
  }

  /** The label of a connection; 0 with IPv4, which has none. */
  int of(ConnectionId id) {
    return IpAddress.isV4(id.remoteHigh(), id.remoteLow()) ? 0 : fold(secret.of(id, PURPOSE));
  }

  /** The label of the connection that a segment belongs to, or would. */
  int of(Segment seg) {
    if (IpAddress.isV4(seg.remoteHigh, seg.remoteLow)) {
      return 0;
    }
    secret.begin();
    secret.add(seg.localHigh);
    secret.add(seg.localLow);
    secret.add(seg.remoteHigh);
    secret.add(seg.remoteLow);
    secret.add((long) seg.localPort << 48 | (long) seg.remotePort << 32 | PURPOSE);
    return fold(secret.end(40));
  }

  private static int fold(long hash) {
    int label = (int) (hash >>> 20) & LABEL;
    return label == 0 ? 1 : label;
  }
}
