package io.fourwave.tun;

import io.fourwave.tun.libc.LibC;

/**
 * An eventfd(2): one end of a sleep that any thread can end. The lock keeps a late {@link #wake()}
 * from writing to a descriptor that was closed and belongs to somebody else by then.
 */
final class Waker {
  private static final int COUNTER_OCTETS = 8;

  private final Linux linux;
  private final LibC libc;
  private final Linux.Memory one;
  private final Linux.Memory count;
  private int fd;

  Waker(Linux linux) throws TunException {
    this.linux = linux;
    this.libc = linux.libc();
    one = linux.memory(COUNTER_OCTETS);
    one.bytes().putLong(0, 1);
    count = linux.memory(COUNTER_OCTETS);
    fd = libc.eventfd(0, Linux.NONBLOCK | Linux.CLOEXEC);
    if (fd < 0) {
      throw TunErrors.event(linux.errno());
    }
  }

  /** The descriptor, readable after a {@link #wake()}. */
  int fd() {
    return fd;
  }

  /** Makes the descriptor readable, from any thread; does nothing once closed. */
  synchronized void wake() {
    if (fd >= 0) {
      // The only failure there can be is a counter that is full, which is readable as well.
      libc.write(fd, one.address(), COUNTER_OCTETS);
    }
  }

  /** Makes the descriptor unreadable until the next {@link #wake()}. */
  void drain() {
    libc.read(fd, count.address(), COUNTER_OCTETS);
  }

  synchronized void close() {
    if (fd >= 0) {
      linux.close(fd);
      fd = -1;
    }
  }
}
