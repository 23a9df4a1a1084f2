package io.fourwave.udp;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpLayer;
import io.fourwave.ip.IpPacket;
import io.fourwave.ip.PortAllocator;
import io.fourwave.ip.Route;
import io.fourwave.link.Packet;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IcmpHeader;
import io.fourwave.wire.IpProtocol;

/**
 * Echo requests of our own, and the answers (RFC 792, RFC 4443 §4). An endpoint's port is the
 * identifier, a datagram's number the sequence number; its kind is {@link #REPLY} or tells of an
 * error, see {@link #kindOf}. Requests of others are answered by the IP layer.
 */
public final class EchoLayer extends DatagramLayer {
  /** The kind of an answer. */
  public static final int REPLY = 0;

  private static final int REQUEST_V4 = 8;
  private static final int REQUEST_V6 = 128;

  private final IcmpHeader icmp = new IcmpHeader();

  /** Assembles it over an IP layer, to which it attaches itself. */
  public EchoLayer(
      IpLayer ip, MemoryBudget memory, PortAllocator identifiers, UdpObserver observer) {
    super(ip, memory, identifiers, observer);
    ip.attachEcho(this);
  }

  /** The error that a datagram's kind other than {@link #REPLY} stands for. */
  public static IcmpError.Kind kindOf(int kind) {
    return IcmpError.Kind.values()[kind - 1];
  }

  @Override
  public int number() {
    return IpProtocol.ICMP;
  }

  /** An echo reply, whose checksum is good. */
  @Override
  public void packetArrives(IpPacket packet, long now) {
    icmp.wrap(packet.bytes(), packet.payloadStart());
    int start = packet.payloadStart() + IcmpHeader.LENGTH;
    long high = packet.sourceHigh();
    long low = packet.sourceLow();
    int identifier = icmp.rest() >>> 16;
    Endpoint e =
        packet.toGroup()
            ? null
            : endpoints.find(
                packet.destinationHigh(), packet.destinationLow(), identifier, high, low, 0);
    if (e == null) {
      observer.dropped(UdpDropReason.UNWANTED_REPLY);
    } else {
      e.incoming.about(high, low, icmp.rest() & 0xffff, REPLY);
      take(e, packet.bytes(), start, packet.payloadEnd() - start);
    }
  }

  private void take(Endpoint e, java.nio.ByteBuffer bytes, int from, int count) {
    if (e.incoming.add(bytes, from, count)) {
      observer.datagramArrived();
      e.events.readable();
    } else {
      observer.dropped(UdpDropReason.QUEUE_FULL);
    }
  }

  @Override
  public void errorArrives(IcmpError error, long now) {
    int at = error.quoteStart();
    int type = error.bytes().get(at) & 0xff;
    int rest = icmp.wrap(error.bytes(), at).rest();
    boolean isRequest = type == REQUEST_V4 || type == REQUEST_V6;
    long high = error.remoteHigh();
    long low = error.remoteLow();
    Endpoint e =
        isRequest
            ? endpoints.find(error.localHigh(), error.localLow(), rest >>> 16, high, low, 0)
            : null;
    if (e == null || error.kind() == IcmpError.Kind.SOURCE_QUENCH) {
      return;
    }
    if (error.kind() == IcmpError.Kind.PACKET_TOO_BIG) {
      packetTooBig(error, now);
      return;
    }
    e.incoming.about(high, low, rest & 0xffff, error.kind().ordinal() + 1);
    take(e, error.bytes(), at, 0);
  }

  @Override
  int headerLength() {
    return IcmpHeader.LENGTH;
  }

  @Override
  int protocol(boolean v4) {
    return v4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
  }

  @Override
  boolean write(Endpoint e, Packet packet, int start, int end, boolean mayBePartial) {
    Route route = e.route;
    e.outgoing.copy(packet.bytes(), start + IcmpHeader.LENGTH, e.outgoing.length());
    long sum =
        route.isV4()
            ? 0
            : Checksum.pseudoHeader(
                route.localHigh(),
                route.localLow(),
                route.remoteHigh(),
                route.remoteLow(),
                IpProtocol.ICMPV6,
                end - start);
    icmp.wrap(packet.bytes(), start)
        .kind(route.isV4() ? REQUEST_V4 : REQUEST_V6, 0)
        .rest(e.port << 16 | e.outgoing.number() & 0xffff)
        .fillChecksum(sum, end);
    return false;
  }
}
