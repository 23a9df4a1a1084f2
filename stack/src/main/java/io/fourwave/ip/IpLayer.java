package io.fourwave.ip;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.util.random.RandomGenerator;

/**
 * IPv4 and IPv6 of an end host on a point-to-point link: packets in, payloads out to transports,
 * and their packets' headers on the way back (RFC 1122 §3, RFC 8200).
 *
 * <p>A function of packets and time; not thread-safe. Times are nanoseconds, addresses 128 bits
 * with IPv4 in mapped form, see {@link IpAddress}. Nothing that a packet holds makes it throw.
 */
public final class IpLayer {
  /** Index in {@link #scratch()} where a transport header may begin: any IP header fits before. */
  public static final int TRANSPORT_START = Replies.TRANSPORT_START;

  private final IpSettings settings;
  private final Offload offload;
  private final IpObserver observer;
  private final LocalAddresses local;
  private final Transports transports = new Transports();
  private final PathMtu pathMtu;
  private final HeaderWriter headers;
  private final Replies replies;
  private final IcmpErrors errors;
  private final Fragments fragments;
  private final Fragmentation fragmentation;
  private final Ipv4Input ipv4;
  private final Ipv6Input ipv6;

  /**
   * Makes the layer; nothing is sent by that.
   *
   * @param offload what the device does for us
   * @param random where identifications and secrets come from; should not be foreseeable
   */
  public IpLayer(
      IpSettings settings, Offload offload, RandomGenerator random, IpObserver observer) {
    this.settings = settings;
    this.offload = offload;
    this.observer = observer;
    local = new LocalAddresses(settings.addresses(), settings.anyAddress());
    pathMtu = new PathMtu(settings.mtu(), random);
    headers = new HeaderWriter(random);
    replies = new Replies(settings.replyQueueOctets(), observer);
    errors = new IcmpErrors(settings, local, headers, replies, random, observer);
    fragments = new Fragments(settings, random, errors, observer);
    fragmentation = new Fragmentation(replies, random);
    Demultiplexer demultiplexer = demultiplexer();
    IpPacket ip = new IpPacket();
    boolean routed = settings.acceptSourceRoutes();
    ipv4 = new Ipv4Input(ip, routed, local, fragments, demultiplexer, errors, observer);
    ipv6 = new Ipv6Input(ip, local, fragments, demultiplexer, errors, observer);
  }

  private Demultiplexer demultiplexer() {
    EchoResponder echo =
        new EchoResponder(settings.hopLimit(), headers, fragmentation, pathMtu, replies, observer);
    ErrorReports reports = new ErrorReports(transports, observer);
    Icmpv4 icmpv4 = new Icmpv4(echo, transports, reports, observer);
    Icmpv6 icmpv6 = new Icmpv6(echo, transports, reports, observer);
    return new Demultiplexer(transports, icmpv4, icmpv6, errors, observer);
  }

  /**
   * Adds a transport protocol.
   *
   * @throws IllegalArgumentException if its number is taken; ICMP's and ICMPv6's are
   */
  public void attach(TransportProtocol transport) {
    transports.attach(transport);
  }

  /** Takes a packet from the link, whatever its octets are. */
  public void packetArrives(Packet packet, long now) {
    if (packet.length() == 0) {
      observer.dropped(IpDropReason.TRUNCATED);
      return;
    }
    switch ((packet.bytes().get(packet.start()) & 0xff) >>> 4) {
      case 4 -> ipv4.arrives(packet, now);
      case 6 -> ipv6.arrives(packet, now);
      default -> observer.dropped(IpDropReason.BAD_VERSION);
    }
  }

  /** Takes the next waiting reply out; false if none waits. */
  public boolean nextPacket(Packet into) {
    return replies.poll(into);
  }

  /** Whether a reply waits. */
  public boolean hasOutput() {
    return !replies.isEmpty();
  }

  /** When {@link #advanceTo} has something to do; {@link Long#MAX_VALUE} if never. */
  public long nextDeadline() {
    return fragments.nextDeadline();
  }

  /** Does what is due: gives up fragments whose time is over. */
  public void advanceTo(long now) {
    fragments.advanceTo(now);
  }

  /** Octets that fragments hold, as reckoned; for tests. */
  int fragmentsHold() {
    return fragments.held();
  }

  /** Whether this is one of our own unicast addresses. */
  public boolean isLocal(long high, long low) {
    return local.contains(high, low);
  }

  /** Whether packets to this unicast address are taken: it is ours, or any is. */
  public boolean takes(long high, long low) {
    return local.takes(high, low);
  }

  /** Whether this can be another host's address on the link: unicast, no loopback, not ours. */
  public boolean mayBeRemote(long high, long low) {
    return UnicastRules.maySend(high, low) && !local.contains(high, low);
  }

  /** Our address to use towards a remote (RFC 9293 MUST-44); null if we have none of its family. */
  public IpAddress sourceFor(long remoteHigh, long remoteLow) {
    return local.towards(remoteHigh, remoteLow);
  }

  /** A route with this layer's hop limit, whose addresses are yet to be set. */
  public Route newRoute() {
    return new Route().hopLimit(settings.hopLimit());
  }

  /** The longest packet the link takes in one piece, in octets. */
  public int linkMtu() {
    return settings.mtu();
  }

  /** The longest packet the path takes in one piece, as far as known, in octets. */
  public int mtu(Route route, long now) {
    long high = route.remoteHigh();
    long low = route.remoteLow();
    route.fragmentable(pathMtu.isNarrow(high, low, now));
    return pathMtu.mtu(high, low, now);
  }

  /**
   * The longest packet to hand to {@link #finish} in octets: with segmentation offload much longer
   * than the MTU, given that {@link Packet#segmentSize()} is set.
   */
  public int longest(Route route, long now) {
    if (route.isV4()) {
      return offload.segmentationV4() ? Ipv4Header.MAX_TOTAL_LENGTH : mtu(route, now);
    }
    return offload.segmentationV6()
        ? Ipv6Header.LENGTH + Ipv6Header.MAX_PAYLOAD_LENGTH
        : mtu(route, now);
  }

  /** What is known of the paths' MTUs, for transports to teach. */
  public PathMtu pathMtu() {
    return pathMtu;
  }

  /**
   * Writes the IP header of a packet of ours and states where the packet lies: from {@code
   * transportStart - route.headerLength()} to {@code end}. IPv4 packets are not to be cut on their
   * way (RFC 1191 §3), unless {@link #mtu} has found the path too narrow for that.
   *
   * @param transportStart index of the transport header's first octet
   * @param end index one past the payload's last octet
   * @param ecn the two bits of RFC 3168 §5
   */
  public void finish(
      Packet packet, Route route, int protocol, int transportStart, int end, int ecn) {
    headers.write(packet, route, protocol, transportStart, end, ecn, route.isFragmentable());
  }

  /**
   * Copies a finished packet into the queue that {@link #nextPacket} drains, or counts its drop.
   */
  public void queueReply(Packet packet) {
    replies.add(packet);
  }

  /**
   * Tells the sender of a packet that its destination cannot be reached (RFC 1122 §3.2.2.1, RFC
   * 4443 §3.1), within the limit on ICMP errors.
   *
   * @param head the packet's first octets, as they came: its IP header and at least eight more
   */
  public void hostUnreachable(byte[] head, long now) {
    errors.hostUnreachable(head, now);
  }

  /**
   * Tells the sender of a packet that nobody is at its port (RFC 1122 §4.1.3.1, RFC 4443 §3.1),
   * within the limit on ICMP errors.
   */
  public void portUnreachable(IpPacket ip, long now) {
    errors.portUnreachable(ip, now);
  }

  /**
   * Finishes a packet of ours and queues it, in fragments if it is longer than the path takes (RFC
   * 791 §3.2, RFC 8200 §4.5). Its transport checksum has to be complete.
   *
   * @return false if there is no room, which is counted
   */
  public boolean send(
      Packet packet, Route route, int protocol, int transportStart, int end, long now) {
    headers.write(packet, route, protocol, transportStart, end, 0, true);
    return fragmentation.send(packet, route.headerLength(), mtu(route, now));
  }

  /**
   * Takes echo replies, and errors about echo requests, of both families: the protocol number that
   * the transport says is not looked at.
   */
  public void attachEcho(TransportProtocol transport) {
    transports.attachEcho(transport);
  }

  /** One packet to build a reply in, empty, with room for headers; valid until the next call. */
  public Packet scratch() {
    return replies.scratch();
  }
}
