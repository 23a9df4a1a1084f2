package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv4Header;

/** Checks an arrived IPv4 packet and passes it on, or counts why not (RFC 791, RFC 1122 §3.2.1). */
final class Ipv4Input {
  private static final int UNIT = 8; // of fragments' offsets, in octets

  private final LocalAddresses local;
  private final Fragments fragments;
  private final Demultiplexer demultiplexer;
  private final IcmpErrors errors;
  private final IpObserver observer;
  private final Ipv4Options options;
  private final IpPacket ip;
  private final Ipv4Header header = new Ipv4Header();

  Ipv4Input(
      IpPacket ip,
      boolean acceptSourceRoutes,
      LocalAddresses local,
      Fragments fragments,
      Demultiplexer demultiplexer,
      IcmpErrors errors,
      IpObserver observer) {
    this.ip = ip;
    this.options = new Ipv4Options(acceptSourceRoutes);
    this.local = local;
    this.fragments = fragments;
    this.demultiplexer = demultiplexer;
    this.errors = errors;
    this.observer = observer;
  }

  /** Takes a packet whose first octet says version 4. */
  void arrives(Packet packet, long now) {
    IpDropReason reason = checkForm(packet);
    if (reason == null) {
      read(packet);
      reason = checkAddresses();
    }
    if (reason != null) {
      observer.dropped(reason);
    } else if (optionsPass(now)) {
      passOn(now);
    }
  }

  private IpDropReason checkForm(Packet packet) {
    if (packet.length() < Ipv4Header.MIN_LENGTH) {
      return IpDropReason.TRUNCATED;
    }
    header.wrap(packet.bytes(), packet.start());
    int headerLength = header.headerLength();
    if (headerLength < Ipv4Header.MIN_LENGTH || headerLength > packet.length()) {
      return IpDropReason.BAD_HEADER_LENGTH;
    }
    if (!header.checksumIsGood()) {
      return IpDropReason.BAD_HEADER_CHECKSUM;
    }
    if (header.totalLength() < headerLength) {
      return IpDropReason.BAD_HEADER_LENGTH;
    }
    return header.totalLength() > packet.length() ? IpDropReason.TRUNCATED : null;
  }

  private void read(Packet packet) {
    ip.begin(packet);
    ip.v4 = true;
    ip.sourceHigh = 0;
    ip.sourceLow = IpAddress.mapped(header.source());
    ip.destinationHigh = 0;
    ip.destinationLow = IpAddress.mapped(header.destination());
    ip.toGroup = UnicastRules.isGroup(header.destination());
    ip.trafficClass = header.trafficClass();
    ip.hopLimit = header.timeToLive();
    ip.protocol = header.protocol();
    ip.payloadStart = packet.start() + header.headerLength();
    ip.payloadEnd = packet.start() + header.totalLength();
    if (header.isFragment()) {
      ip.identification = header.identification();
      ip.fragmentOffset = header.fragmentOffset();
      ip.moreFragments = header.moreFragments();
    }
  }

  private IpDropReason checkAddresses() {
    if (!ip.toGroup() && !local.takes(0, ip.destinationLow())) {
      return IpDropReason.NOT_OURS;
    }
    boolean mayBe = UnicastRules.maySend(header.source()) && local.mayBeSource(ip);
    return mayBe ? null : IpDropReason.BAD_SOURCE;
  }

  private boolean optionsPass(long now) {
    int from = ip.packet().start() + Ipv4Header.MIN_LENGTH;
    if (from == ip.payloadStart()) {
      return true;
    }
    IpDropReason reason = options.walk(ip.bytes(), from, ip.payloadStart());
    if (reason != null) {
      observer.dropped(reason);
      if (reason == IpDropReason.BAD_OPTION) {
        errors.parameterProblem(ip, 0, options.problem(), now); // RFC 1122 §3.2.2.5
      }
      return false;
    }
    if (options.hasSourceRoute()) {
      ip.sourceRoute = SourceRoute.reversed(ip.bytes(), options.sourceRoute(), header.source());
    }
    return true;
  }

  private void passOn(long now) {
    if (!header.isFragment()) {
      demultiplexer.deliver(ip, now);
    } else if (!fragmentIsSound()) {
      observer.dropped(IpDropReason.BAD_FRAGMENT);
    } else if (fragments.add(ip, now)) {
      demultiplexer.deliver(ip, now);
    }
  }

  private boolean fragmentIsSound() {
    int length = ip.payloadLength();
    int headerLength = header.headerLength();
    if (length == 0 || (ip.moreFragments && length % UNIT != 0)) {
      return false;
    }
    if (headerLength + ip.fragmentOffset + length > Ipv4Header.MAX_TOTAL_LENGTH) {
      return false; // the "ping of death"
    }
    if (ip.fragmentOffset == 0) {
      return length >= Fragments.leastFirst(ip.protocol);
    }
    return ip.fragmentOffset != UNIT || ip.protocol != IpProtocol.TCP; // RFC 3128 §3
  }
}
