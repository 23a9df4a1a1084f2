package io.fourwave.tun;

import java.nio.ByteBuffer;

/**
 * The kernel's answer to a {@link NetlinkRequest}: an error number (0: done), a link or a route.
 *
 * @param errno 0, or why not
 * @param index of the interface, if the answer is a link
 * @param flags of the interface, if the answer is a link
 * @param mtu in octets, if the answer is a link
 * @param local whether the answer is a route that ends in this host
 */
record NetlinkReply(int errno, int index, int flags, int mtu, boolean local) {
  private static final int ERROR = 2;
  private static final int TYPE = 4;
  private static final int BODY = NetlinkRequest.HEADER_LENGTH;
  private static final int LINK_INDEX = BODY + 4;
  private static final int LINK_FLAGS = BODY + 8;
  private static final int LINK_LENGTH = 16;
  private static final int ROUTE_TYPE = BODY + 7;
  private static final int RTN_LOCAL = 2;
  private static final int IFF_LOWER_UP = 0x10000;

  /** Reads one message, from the buffer's octet 0 and in its byte order. */
  static NetlinkReply of(ByteBuffer message) {
    int type = message.getShort(TYPE) & 0xffff;
    return switch (type) {
      case ERROR -> new NetlinkReply(-message.getInt(BODY), 0, 0, 0, false);
      case NetlinkRequest.NEWLINK ->
          new NetlinkReply(
              0, message.getInt(LINK_INDEX), message.getInt(LINK_FLAGS), mtu(message), false);
      case NetlinkRequest.NEWROUTE ->
          new NetlinkReply(0, 0, 0, 0, message.get(ROUTE_TYPE) == RTN_LOCAL);
      default ->
          throw new IllegalStateException("the kernel answered with a message of type " + type);
    };
  }

  /** Whether the interface is administratively up. */
  boolean up() {
    return (flags & NetlinkRequest.IFF_UP) != 0;
  }

  /** Whether the interface is up and somebody has its device open. */
  boolean carries() {
    return up() && (flags & IFF_LOWER_UP) != 0;
  }

  private static int mtu(ByteBuffer message) {
    int end = message.getInt(0);
    int at = BODY + LINK_LENGTH;
    while (at + 4 <= end) {
      int length = message.getShort(at) & 0xffff;
      if (message.getShort(at + 2) == NetlinkRequest.IFLA_MTU) {
        return message.getInt(at + 4);
      }
      at += Math.max(4, NetlinkRequest.aligned(length));
    }
    throw new IllegalStateException("the kernel told of an interface without an MTU");
  }
}
