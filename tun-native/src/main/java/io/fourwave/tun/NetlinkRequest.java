package io.fourwave.tun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message to the kernel's routing tables (rtnetlink(7)): a header of 16 octets, a fixed part
 * that depends on the type, and attributes (length, type, value, padded to four octets). Integers
 * are in the machine's byte order, addresses in the network's.
 */
final class NetlinkRequest {
  static final int HEADER_LENGTH = 16;
  static final int NEWLINK = 16;
  static final int DELLINK = 17;
  static final int GETLINK = 18;
  static final int NEWADDR = 20;
  static final int NEWROUTE = 24;
  static final int GETROUTE = 26;

  static final int IFLA_MTU = 4;
  static final int IFF_UP = 1;

  private static final int CAPACITY = 256;
  private static final int REQUEST = 0x1;
  private static final int ACKNOWLEDGE = 0x4;
  private static final int REPLACE = 0x100;
  private static final int CREATE = 0x400;

  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  private static final byte NO_ADDRESS_OF_ITS_OWN = 1;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int RTA_DST = 1;
  private static final int NO_DUPLICATE_DETECTION = 0x2;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private final ByteBuffer bytes;

  private NetlinkRequest(ByteOrder order, int type, int flags) {
    bytes = ByteBuffer.allocate(CAPACITY).order(order);
    bytes.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(0).putInt(0);
  }

  /** Asks what there is under a name; answered by a link, or an error. */
  static NetlinkRequest linkNamed(ByteOrder order, String name) {
    byte[] value = (name + '\0').getBytes(StandardCharsets.US_ASCII);
    return new NetlinkRequest(order, GETLINK, 0).link(0, 0, 0).attribute(IFLA_IFNAME, value);
  }

  /** Takes an interface up or down. */
  static NetlinkRequest up(ByteOrder order, int index, boolean up) {
    return new NetlinkRequest(order, NEWLINK, ACKNOWLEDGE).link(index, up ? IFF_UP : 0, IFF_UP);
  }

  /** Sets an interface's MTU, in octets. */
  static NetlinkRequest mtu(ByteOrder order, int index, int mtu) {
    byte[] value = ByteBuffer.allocate(Integer.BYTES).order(order).putInt(mtu).array();
    return new NetlinkRequest(order, NEWLINK, ACKNOWLEDGE)
        .link(index, 0, 0)
        .attribute(IFLA_MTU, value);
  }

  /** Forbids an interface to make itself a link-local IPv6 address when it goes up. */
  static NetlinkRequest withoutLinkLocal(ByteOrder order, int index) {
    byte[] mode = attribute(order, IFLA_INET6_ADDR_GEN_MODE, new byte[] {NO_ADDRESS_OF_ITS_OWN});
    return new NetlinkRequest(order, NEWLINK, ACKNOWLEDGE)
        .link(index, 0, 0)
        .attribute(IFLA_AF_SPEC, attribute(order, AF_INET6, mode));
  }

  /** Deletes an interface. */
  static NetlinkRequest delete(ByteOrder order, int index) {
    return new NetlinkRequest(order, DELLINK, ACKNOWLEDGE).link(index, 0, 0);
  }

  /** Gives an interface an address, for use at once, or leaves it as it is if it has it. */
  static NetlinkRequest address(ByteOrder order, int index, InetAddress address, int prefix) {
    byte[] value = address.getAddress();
    boolean ipv6 = address instanceof Inet6Address;
    var request = new NetlinkRequest(order, NEWADDR, ACKNOWLEDGE | REPLACE | CREATE);
    request
        .bytes
        .put((byte) (ipv6 ? AF_INET6 : AF_INET))
        .put((byte) prefix)
        .put((byte) (ipv6 ? NO_DUPLICATE_DETECTION : 0))
        .put((byte) 0)
        .putInt(index);
    return request.attribute(IFA_LOCAL, value).attribute(IFA_ADDRESS, value);
  }

  /** Asks where the kernel would send a packet for an IPv6 address; answered by a route. */
  static NetlinkRequest routeTo(ByteOrder order, Inet6Address address) {
    var request = new NetlinkRequest(order, GETROUTE, 0);
    request.bytes.put((byte) AF_INET6).put((byte) 128).put(new byte[10]);
    return request.attribute(RTA_DST, address.getAddress());
  }

  private NetlinkRequest link(int index, int flags, int change) {
    bytes.putInt(0).putInt(index).putInt(flags).putInt(change);
    return this;
  }

  private NetlinkRequest attribute(int type, byte[] value) {
    bytes.put(attribute(bytes.order(), type, value));
    return this;
  }

  private static byte[] attribute(ByteOrder order, int type, byte[] value) {
    int length = 4 + value.length;
    ByteBuffer attribute = ByteBuffer.allocate(aligned(length)).order(order);
    attribute.putShort((short) length).putShort((short) type).put(value);
    return attribute.array();
  }

  /** Up to the next multiple of four octets. */
  static int aligned(int length) {
    return (length + 3) & ~3;
  }

  /** The message, with its length filled in. */
  ByteBuffer message() {
    ByteBuffer whole = bytes.duplicate().order(bytes.order()).flip();
    return whole.putInt(0, whole.limit());
  }
}
