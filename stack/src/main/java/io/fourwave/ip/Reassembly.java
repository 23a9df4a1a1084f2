package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.FragmentHeader;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;

/** Writes the datagram that its fragments make, into a packet that is made when first needed. */
final class Reassembly {
  private static final int NOT_ECT = 1; // bits of codepoints, RFC 3168 §5
  private static final int CE = 1 << 3;

  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private Packet whole;

  /**
   * Puts a complete datagram together.
   *
   * @param ip a view of its last fragment, and afterwards of the datagram
   * @return false if no packet can be made of it
   */
  boolean complete(Datagram datagram, IpPacket ip) {
    boolean marked = datagram.sawEcn(CE);
    if (marked && datagram.sawEcn(NOT_ECT)) {
      return false; // RFC 3168 §5.3: neither may the mark be lost, nor put on such a packet
    }
    byte[] headers = datagram.headers();
    int headerLength = headers.length - (ip.isV4() ? 0 : FragmentHeader.LENGTH);
    int length = headerLength + datagram.total();
    int most = Ipv4Header.MAX_TOTAL_LENGTH + (ip.isV4() ? 0 : Ipv6Header.LENGTH);
    if (length > most) {
      return false; // the first fragment has longer headers than the last
    }
    Packet packet = empty();
    int start = packet.start();
    packet.lies(start, start + length);
    packet.bytes().put(start, headers, 0, headerLength);
    datagram.copyTo(packet.bytes(), start + headerLength);
    look(ip, packet, headerLength);
    ip.protocol = datagram.protocol();
    ip.sourceRoute = datagram.sourceRoute();
    if (ip.isV4()) {
      finishV4(ip, marked);
    } else {
      finishV6(ip, start + datagram.protocolField(), marked);
    }
    return true;
  }

  private static void look(IpPacket ip, Packet packet, int headerLength) {
    ip.packet = packet;
    ip.payloadStart = packet.start() + headerLength;
    ip.payloadEnd = packet.end();
    ip.reassembled = true;
    ip.fragmentOffset = 0;
    ip.moreFragments = false;
  }

  private void finishV4(IpPacket ip, boolean marked) {
    Packet packet = ip.packet();
    v4.wrap(packet.bytes(), packet.start());
    ip.trafficClass = v4.trafficClass() | (marked ? 3 : 0);
    ip.hopLimit = v4.timeToLive();
    v4.trafficClass(ip.trafficClass).totalLength(packet.length()).whole(false).fillChecksum();
  }

  private void finishV6(IpPacket ip, int protocolField, boolean marked) {
    Packet packet = ip.packet();
    v6.wrap(packet.bytes(), packet.start());
    ip.trafficClass = v6.trafficClass() | (marked ? 3 : 0);
    ip.hopLimit = v6.hopLimit();
    ip.protocolField = protocolField;
    v6.flow(ip.trafficClass, v6.flowLabel()).payloadLength(packet.length() - Ipv6Header.LENGTH);
    packet.bytes().put(protocolField, (byte) ip.protocol);
  }

  /**
   * Lays out the first fragment once more, as it came, to be quoted; {@code ip} becomes its view.
   */
  void first(Datagram datagram, FragmentKey key, IpPacket ip) {
    Packet packet = empty();
    ByteBuffer bytes = packet.bytes();
    int start = packet.start();
    byte[] headers = datagram.headers();
    byte[] piece = datagram.firstPiece();
    packet.lies(start, start + headers.length + piece.length);
    bytes.put(start, headers);
    bytes.put(start + headers.length, piece);
    ip.begin(packet);
    ip.v4 = key.protocol() != FragmentKey.V6;
    ip.sourceHigh = key.sourceHigh();
    ip.sourceLow = key.sourceLow();
    ip.destinationHigh = key.destinationHigh();
    ip.destinationLow = key.destinationLow();
    ip.toGroup =
        ip.v4
            ? UnicastRules.isGroup((int) ip.destinationLow)
            : UnicastRules.isGroupV6(ip.destinationHigh);
    ip.protocol = ip.v4 ? datagram.protocol() : IpProtocol.FRAGMENT;
    ip.payloadStart = start + headers.length;
    ip.payloadEnd = packet.end();
  }

  private Packet empty() {
    if (whole == null) {
      whole = new Packet();
    }
    whole.reset();
    return whole;
  }
}
