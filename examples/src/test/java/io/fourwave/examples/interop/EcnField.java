package io.fourwave.examples.interop;

import io.fourwave.link.Packet;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;

/** The two bits of an IP header that routers mark (RFC 3168 §5). */
final class EcnField {
  /** The sender does not know of ECN, or it is not for this packet. */
  static final int NOT_CAPABLE = 0;

  /** What senders set: ECT(0). */
  static final int CAPABLE = 2;

  private static final int CONGESTED = 3;

  private EcnField() {}

  /** A packet's. */
  static int of(Packet packet) {
    ByteBuffer bytes = packet.bytes();
    int start = packet.start();
    int trafficClass =
        isV4(packet)
            ? new Ipv4Header().wrap(bytes, start).trafficClass()
            : new Ipv6Header().wrap(bytes, start).trafficClass();
    return trafficClass & CONGESTED;
  }

  /** Marks a packet. TCP's checksum does not cover the mark. */
  static void mark(Packet packet) {
    if (isV4(packet)) {
      Ipv4Header ip = new Ipv4Header().wrap(packet.bytes(), packet.start());
      ip.trafficClass(ip.trafficClass() | CONGESTED).fillChecksum();
    } else {
      Ipv6Header ip = new Ipv6Header().wrap(packet.bytes(), packet.start());
      ip.flow(ip.trafficClass() | CONGESTED, ip.flowLabel());
    }
  }

  private static boolean isV4(Packet packet) {
    return packet.bytes().get(packet.start()) >>> 4 == 4;
  }
}
