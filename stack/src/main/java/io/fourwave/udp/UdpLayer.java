package io.fourwave.udp;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpLayer;
import io.fourwave.ip.IpPacket;
import io.fourwave.ip.PortAllocator;
import io.fourwave.ip.Route;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.UdpHeader;

/** UDP of one host (RFC 768, RFC 1122 §4.1, RFC 8200 §8.1, RFC 8085 §3.4). */
public final class UdpLayer extends DatagramLayer {
  private final Offload offload;
  private final UdpHeader header = new UdpHeader();

  /** Assembles UDP over an IP layer, to which it attaches itself. */
  public UdpLayer(
      IpLayer ip, Offload offload, MemoryBudget memory, PortAllocator ports, UdpObserver observer) {
    super(ip, memory, ports, observer);
    this.offload = offload;
    ip.attach(this);
  }

  @Override
  public int number() {
    return IpProtocol.UDP;
  }

  @Override
  public void packetArrives(IpPacket packet, long now) {
    UdpDropReason reason = check(packet);
    if (reason != null) {
      observer.dropped(reason);
      return;
    }
    Endpoint e = addressee(packet);
    if (e == null) {
      observer.dropped(UdpDropReason.CLOSED_PORT);
      ip.portUnreachable(packet, now); // RFC 1122 §4.1.3.1
      return;
    }
    int start = packet.payloadStart() + UdpHeader.LENGTH;
    boolean kept =
        e.incoming
            .about(packet.sourceHigh(), packet.sourceLow(), header.sourcePort(), 0)
            .add(packet.bytes(), start, header.length() - UdpHeader.LENGTH);
    if (kept) {
      observer.datagramArrived();
      e.events.readable();
    } else {
      observer.dropped(UdpDropReason.QUEUE_FULL);
    }
  }

  private Endpoint addressee(IpPacket packet) {
    return endpoints.find(
        packet.destinationHigh(),
        packet.destinationLow(),
        header.destinationPort(),
        packet.sourceHigh(),
        packet.sourceLow(),
        header.sourcePort());
  }

  /** Why the datagram is no good, or null. */
  private UdpDropReason check(IpPacket packet) {
    if (packet.payloadLength() < UdpHeader.LENGTH) {
      return UdpDropReason.TRUNCATED;
    }
    header.wrap(packet.bytes(), packet.payloadStart());
    if (header.length() < UdpHeader.LENGTH || header.length() > packet.payloadLength()) {
      return UdpDropReason.BAD_LENGTH;
    }
    if (header.checksum() == 0 && !packet.isV4()) {
      return UdpDropReason.NO_CHECKSUM;
    }
    boolean complete = packet.packet().checksumState() == ChecksumState.COMPLETE;
    if (complete && header.checksum() != 0 && !isChecksumGood(packet)) {
      return UdpDropReason.BAD_CHECKSUM; // RFC 1122 §4.1.3.4
    }
    return packet.toGroup() ? UdpDropReason.TO_GROUP : null;
  }

  private boolean isChecksumGood(IpPacket packet) {
    long sum =
        Checksum.pseudoHeader(
            packet.sourceHigh(),
            packet.sourceLow(),
            packet.destinationHigh(),
            packet.destinationLow(),
            IpProtocol.UDP,
            header.length());
    int start = packet.payloadStart();
    return Checksum.isGood(Checksum.add(sum, packet.bytes(), start, start + header.length()));
  }

  /** RFC 1122 §4.1.3.3: the application is told, if it is certain that the datagram was its. */
  @Override
  public void errorArrives(IcmpError error, long now) {
    header.wrap(error.bytes(), error.quoteStart());
    Endpoint e =
        endpoints.find(
            error.localHigh(),
            error.localLow(),
            header.sourcePort(),
            error.remoteHigh(),
            error.remoteLow(),
            header.destinationPort());
    if (e == null) {
      return; // forged, or too late
    }
    switch (error.kind()) {
      case PACKET_TOO_BIG -> packetTooBig(error, now);
      case SOURCE_QUENCH -> {} // RFC 6633
      default -> {
        if (e.connected) {
          e.events.failed(error.kind());
        }
      }
    }
  }

  @Override
  int headerLength() {
    return UdpHeader.LENGTH;
  }

  @Override
  int protocol(boolean v4) {
    return IpProtocol.UDP;
  }

  @Override
  boolean write(Endpoint e, Packet packet, int start, int end, boolean mayBePartial) {
    Route route = e.route;
    header.wrap(packet.bytes(), start).write(e.port, e.outgoing.number(), end - start);
    e.outgoing.copy(packet.bytes(), start + UdpHeader.LENGTH, e.outgoing.length());
    long sum =
        Checksum.pseudoHeader(
            route.localHigh(),
            route.localLow(),
            route.remoteHigh(),
            route.remoteLow(),
            IpProtocol.UDP,
            end - start);
    if (mayBePartial && offload.checksum()) {
      header.checksum(Checksum.fold(sum));
      return true;
    }
    int checksum = Checksum.finish(Checksum.add(sum, packet.bytes(), start, end));
    header.checksum(checksum == 0 ? 0xffff : checksum); // 0 says that there is none
    return false;
  }
}
