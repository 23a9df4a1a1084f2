package io.fourwave.ip;

/**
 * What the IP layers call upwards: a protocol carried in IP packets, such as TCP (RFC 1122 §3.4).
 */
public interface TransportProtocol {
  /** The protocol number: 6 for TCP. */
  int number();

  /**
   * A whole payload has arrived for one of this host's own unicast addresses, or, with {@link
   * IpPacket#toGroup()} set, for a broadcast or multicast address.
   *
   * @param ip valid until this method returns
   * @param now nanoseconds
   */
  void packetArrives(IpPacket ip, long now);

  /**
   * An ICMP error has arrived about a packet of this protocol. Nothing in it has been checked
   * beyond its own form: the quote may be forged (RFC 5927).
   *
   * @param error valid until this method returns
   * @param now nanoseconds
   */
  void errorArrives(IcmpError error, long now);
}
