package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Writes the IP header in front of a payload that is already in place. */
final class HeaderWriter {
  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final RandomGenerator random;

  HeaderWriter(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Writes the header before {@code transportStart} and states where the packet lies.
   *
   * @param fragmentable whether IPv4 routers may cut the packet
   * @throws IllegalArgumentException if the packet is longer than an IP packet can be
   */
  void write(
      Packet packet,
      Route route,
      int protocol,
      int transportStart,
      int end,
      int ecn,
      boolean fragmentable) {
    int start = transportStart - route.headerLength();
    packet.lies(start, end);
    int trafficClass = route.dscp() << 2 | (ecn & 3);
    if (route.isV4()) {
      checkLength(packet.length(), Ipv4Header.MAX_TOTAL_LENGTH);
      writeV4(packet, route, protocol, trafficClass, fragmentable);
    } else {
      int payload = packet.length() - route.headerLength();
      checkLength(payload, Ipv6Header.MAX_PAYLOAD_LENGTH);
      v6.wrap(packet.bytes(), start)
          .flow(trafficClass, route.flowLabel())
          .payloadLength(payload)
          .nextHeader(protocol)
          .hopLimit(route.hopLimit())
          .source(route.localHigh(), route.localLow())
          .destination(route.remoteHigh(), route.remoteLow());
    }
  }

  private void writeV4(
      Packet packet, Route route, int protocol, int trafficClass, boolean fragmentable) {
    ByteBuffer bytes = packet.bytes();
    int start = packet.start();
    int destination = (int) route.remoteLow();
    if (route.sourceRoute() != null) {
      int options = start + Ipv4Header.MIN_LENGTH;
      destination = SourceRoute.write(bytes, options, route.sourceRoute(), destination);
    }
    v4.wrap(bytes, start)
        .headerLength(route.headerLength())
        .trafficClass(trafficClass)
        .totalLength(packet.length())
        .identification(fragmentable ? random.nextInt() : 0) // RFC 6864 §4.1: atomic, so any value
        .whole(!fragmentable)
        .timeToLive(route.hopLimit())
        .protocol(protocol)
        .source((int) route.localLow())
        .destination(destination)
        .fillChecksum();
  }

  private static void checkLength(int octets, int most) {
    if (octets > most) {
      throw new IllegalArgumentException(
          "an IP packet holds " + most + " octets at most, not " + octets);
    }
  }
}
