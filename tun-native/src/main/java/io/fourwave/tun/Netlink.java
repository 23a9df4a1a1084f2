package io.fourwave.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.constants.platform.Errno;

/**
 * A conversation with the kernel's routing tables (netlink(7)): one request, one reply. The kernel
 * answers before write(2) returns, so nothing here waits.
 */
final class Netlink implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int NETLINK_ROUTE = 0;
  private static final int LONGEST_REPLY = 32_768;

  private final Linux linux;
  private final Linux.Memory memory;
  private final int fd;

  /** Opens the socket; needs no privilege. */
  Netlink() throws TunException {
    linux = Linux.load();
    memory = linux.memory(LONGEST_REPLY);
    fd = linux.libc().socket(AF_NETLINK, SOCK_RAW | Linux.CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) {
      throw TunErrors.netlink(linux.errno());
    }
  }

  /** The order that the requests of this machine are in. */
  static ByteOrder order() {
    return ByteOrder.nativeOrder();
  }

  /**
   * Asks and waits for the reply.
   *
   * @param doing what, for the sentence if the kernel refuses: "set the MTU of"
   * @param name of the interface it is about
   */
  NetlinkReply ask(NetlinkRequest request, String doing, String name) throws TunException {
    NetlinkReply reply = exchange(request);
    if (reply.errno() != 0) {
      throw TunErrors.configuring(doing, name, Errno.valueOf(reply.errno()));
    }
    return reply;
  }

  /** The same; that the kernel refuses is an answer as well. */
  NetlinkReply exchange(NetlinkRequest request) throws TunException {
    ByteBuffer message = request.message();
    memory.bytes().put(0, message, 0, message.limit());
    long octets = linux.libc().write(fd, memory.address(), message.limit());
    if (octets >= 0) {
      octets = linux.libc().read(fd, memory.address(), LONGEST_REPLY);
    }
    if (octets < 0) {
      throw TunErrors.netlink(linux.errno());
    }
    return NetlinkReply.of(memory.bytes());
  }

  @Override
  public void close() {
    linux.close(fd);
  }
}
