package io.fourwave.ip;

import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;

/**
 * A view of an arrived and checked IP packet, the same for both versions: addresses, what of the
 * header transports care about, and where the payload lies. One per IP layer, reused.
 */
public final class IpPacket {
  Packet packet;
  boolean v4;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int payloadStart;
  int payloadEnd;
  int trafficClass;
  int hopLimit;
  boolean toGroup;
  byte[] sourceRoute;
  int protocol; // what the payload is
  int protocolField; // index of the octet that says so
  boolean reassembled;
  int identification; // of the fragments
  int fragmentOffset; // octets
  boolean moreFragments;

  /**
   * A view of what is left of a packet that was sent to one host, and taken: enough to tell its
   * sender about it.
   *
   * @param head the packet's first octets
   */
  static IpPacket remembered(byte[] head) {
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + head.length));
    packet.set(ByteBuffer.wrap(head));
    IpPacket ip = new IpPacket();
    ip.begin(packet);
    ip.payloadEnd = packet.end();
    if (head[0] >>> 4 == 4) {
      ip.readAddresses(new Ipv4Header().wrap(packet.bytes(), packet.start()));
    } else {
      ip.readAddresses(new Ipv6Header().wrap(packet.bytes(), packet.start()));
    }
    return ip;
  }

  private void readAddresses(Ipv4Header header) {
    v4 = true;
    sourceLow = IpAddress.mapped(header.source());
    destinationLow = IpAddress.mapped(header.destination());
    protocol = header.protocol();
  }

  private void readAddresses(Ipv6Header header) {
    sourceHigh = header.sourceHigh();
    sourceLow = header.sourceLow();
    destinationHigh = header.destinationHigh();
    destinationLow = header.destinationLow();
    protocol = header.nextHeader();
  }

  /** Begins to look at another packet. */
  void begin(Packet arrived) {
    packet = arrived;
    sourceRoute = null;
    reassembled = false;
    fragmentOffset = 0;
    moreFragments = false;
  }

  /** The packet, whose checksum state and segment size still hold. */
  public Packet packet() {
    return packet;
  }

  /** The octets; the payload lies from {@link #payloadStart()} to {@link #payloadEnd()}. */
  public ByteBuffer bytes() {
    return packet.bytes();
  }

  /** Whether this is IPv4. */
  public boolean isV4() {
    return v4;
  }

  /** First half of the source address, see {@link io.fourwave.wire.IpAddress}. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** Second half of the source address. */
  public long sourceLow() {
    return sourceLow;
  }

  /** First half of the destination address. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** Second half of the destination address. */
  public long destinationLow() {
    return destinationLow;
  }

  /** Index of the payload's first octet. */
  public int payloadStart() {
    return payloadStart;
  }

  /** Index one past the payload's last octet. */
  public int payloadEnd() {
    return payloadEnd;
  }

  /** Octets of payload. */
  public int payloadLength() {
    return payloadEnd - payloadStart;
  }

  /** The eight bits of DSCP and ECN. */
  public int trafficClass() {
    return trafficClass;
  }

  /** Time to live, or hop limit. */
  public int hopLimit() {
    return hopLimit;
  }

  /** Whether the destination is a broadcast or multicast address, not one of ours. */
  public boolean toGroup() {
    return toGroup;
  }

  /**
   * The IPv4 source route the packet came by, already turned round for the way back: an option
   * (LSRR or SSRR) ready to be sent; or null (RFC 1122 §4.2.3.8).
   */
  public byte[] sourceRoute() {
    return sourceRoute;
  }
}
