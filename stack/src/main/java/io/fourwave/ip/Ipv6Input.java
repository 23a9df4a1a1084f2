package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.FragmentHeader;
import io.fourwave.wire.Ipv6Header;

/** Checks an arrived IPv6 packet and passes it on, or counts why not (RFC 8200). */
final class Ipv6Input {
  private static final int UNIT = 8; // of fragments' offsets, in octets

  private final LocalAddresses local;
  private final Fragments fragments;
  private final Demultiplexer demultiplexer;
  private final IcmpErrors errors;
  private final IpObserver observer;
  private final ExtensionHeaders extensionHeaders;
  private final IpPacket ip;
  private final Ipv6Header header = new Ipv6Header();
  private final HeaderChain chain = new HeaderChain();

  Ipv6Input(
      IpPacket ip,
      LocalAddresses local,
      Fragments fragments,
      Demultiplexer demultiplexer,
      IcmpErrors errors,
      IpObserver observer) {
    this.ip = ip;
    this.local = local;
    this.fragments = fragments;
    this.demultiplexer = demultiplexer;
    this.errors = errors;
    this.observer = observer;
    this.extensionHeaders = new ExtensionHeaders(errors, observer);
  }

  /** Takes a packet whose first octet says version 6. */
  void arrives(Packet packet, long now) {
    IpDropReason reason = checkForm(packet);
    if (reason == null) {
      read(packet);
      reason = checkAddresses();
    }
    if (reason != null) {
      observer.dropped(reason);
    } else {
      passOn(now);
    }
  }

  private IpDropReason checkForm(Packet packet) {
    if (packet.length() < Ipv6Header.LENGTH) {
      return IpDropReason.TRUNCATED;
    }
    header.wrap(packet.bytes(), packet.start());
    boolean cut = Ipv6Header.LENGTH + header.payloadLength() > packet.length();
    return cut ? IpDropReason.TRUNCATED : null;
  }

  private void read(Packet packet) {
    ip.begin(packet);
    ip.v4 = false;
    ip.sourceHigh = header.sourceHigh();
    ip.sourceLow = header.sourceLow();
    ip.destinationHigh = header.destinationHigh();
    ip.destinationLow = header.destinationLow();
    ip.toGroup = UnicastRules.isGroupV6(ip.destinationHigh);
    ip.trafficClass = header.trafficClass();
    ip.hopLimit = header.hopLimit();
    ip.protocol = header.nextHeader();
    ip.protocolField = packet.start() + Ipv6Header.NEXT_HEADER_FIELD;
    ip.payloadStart = packet.start() + Ipv6Header.LENGTH;
    ip.payloadEnd = ip.payloadStart + header.payloadLength();
  }

  private IpDropReason checkAddresses() {
    if (!isForUs()) {
      return IpDropReason.NOT_OURS;
    }
    boolean mayBe = UnicastRules.maySendV6(ip.sourceHigh, ip.sourceLow) && local.mayBeSource(ip);
    return mayBe ? null : IpDropReason.BAD_SOURCE;
  }

  private boolean isForUs() {
    if (ip.toGroup()) {
      return local.hasV6();
    }
    // A mapped address here is not the IPv4 address it looks like.
    return UnicastRules.maySendV6(ip.destinationHigh, ip.destinationLow)
        && local.takes(ip.destinationHigh, ip.destinationLow);
  }

  private void passOn(long now) {
    switch (extensionHeaders.walk(ip, now)) {
      case UPPER_LAYER -> demultiplexer.deliver(ip, now);
      case FRAGMENT -> fragmentArrives(now);
      case DROPPED -> {} // and counted
    }
  }

  private void fragmentArrives(long now) {
    int at = ip.payloadStart;
    ip.payloadStart += FragmentHeader.LENGTH;
    ip.protocol = ip.bytes().get(at) & 0xff;
    if (fragmentIsSound(at, now) && fragments.add(ip, now)) {
      passOn(now); // once only: a reassembled packet is not taken for a fragment again
    }
  }

  /** RFC 8200 §4.5: what is wrong with a fragment by itself is told to its sender. */
  private boolean fragmentIsSound(int at, long now) {
    int length = ip.payloadLength();
    int problem = ip.packet().start() + Ipv6Header.PAYLOAD_LENGTH_FIELD;
    int code = IcmpErrors.ERRONEOUS_FIELD;
    boolean tooLong =
        at - ip.packet().start() - Ipv6Header.LENGTH + ip.fragmentOffset + length
            > Ipv6Header.MAX_PAYLOAD_LENGTH;
    if (tooLong) {
      problem = at + FragmentHeader.OFFSET_FIELD;
    } else if (ip.fragmentOffset == 0 && !headersAreComplete()) {
      problem = ip.packet().start();
      code = IcmpErrors.INCOMPLETE_HEADER_CHAIN;
    } else if (length > 0 && (!ip.moreFragments || length % UNIT == 0)) {
      return true;
    }
    observer.dropped(IpDropReason.BAD_FRAGMENT);
    errors.parameterProblem(ip, code, problem, now);
    return false;
  }

  private boolean headersAreComplete() {
    return chain.find(ip.bytes(), ip.protocol, ip.payloadStart(), ip.payloadEnd())
        && ip.payloadEnd() - chain.at() >= Fragments.leastFirst(chain.protocol());
  }
}
