package io.fourwave.socket;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import io.fourwave.host.EventLoop;
import io.fourwave.udp.QueueLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The JDK's options of one socket for datagrams, before it is opened with them and afterwards.
 * Refuses what the JDK's own refuse, with the same exceptions. Thread-safe.
 *
 * <p>Buffers are moved into 2 KiB to 64 MiB, and count {@link
 * io.fourwave.stream.DatagramQueue#RECORD} octets for each datagram beside its own. Of {@code
 * IP_TOS} the code point is kept; the two bits of ECN stay 0. {@code SO_REUSEADDR} is kept and
 * changes nothing: two sockets never have the same address and port.
 */
public final class DatagramOptions {
  private static final Set<SocketOption<?>> SUPPORTED =
      Set.of(SO_RCVBUF, SO_SNDBUF, SO_REUSEADDR, IP_TOS);

  private final ReentrantLock lock = new ReentrantLock();
  private QueueLimits limits = QueueLimits.DEFAULTS;
  private int codePoint;
  private boolean reuse;
  private UdpSocket socket;

  /** The options that there are. */
  public Set<SocketOption<?>> supported() {
    return SUPPORTED;
  }

  /**
   * Sets an option, at once if the socket is open.
   *
   * @throws UnsupportedOperationException if there is no such option here
   * @throws IllegalArgumentException if there is no such value
   * @throws IOException if the stack has stopped
   */
  public <T> void set(SocketOption<T> option, T value) throws IOException {
    failIfUnsupported(option);
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException("Invalid value '" + value + "'");
    }
    lock.lock();
    try {
      if (option.equals(SO_REUSEADDR)) {
        reuse = (Boolean) value;
      } else {
        set(option, (int) (Integer) value);
      }
    } finally {
      lock.unlock();
    }
  }

  private void set(SocketOption<?> option, int value) throws IOException {
    if (option.equals(IP_TOS)) {
      codePoint = OptionValues.codePoint(value);
    } else if (option.equals(SO_RCVBUF)) {
      limits = new QueueLimits(limits.send(), OptionValues.buffer(value));
    } else {
      limits = new QueueLimits(OptionValues.buffer(value), limits.receive());
    }
    if (socket != null) {
      apply();
    }
  }

  private void apply() throws IOException {
    socket.limits(limits);
    socket.dscp(codePoint);
  }

  /**
   * The value of an option.
   *
   * @throws UnsupportedOperationException if there is no such option here
   */
  public <T> T get(SocketOption<T> option) {
    failIfUnsupported(option);
    lock.lock();
    try {
      return option.type().cast(valueOf(option));
    } finally {
      lock.unlock();
    }
  }

  private Object valueOf(SocketOption<?> option) {
    if (option.equals(SO_REUSEADDR)) {
      return reuse;
    }
    if (option.equals(IP_TOS)) {
      return codePoint << 2;
    }
    return option.equals(SO_RCVBUF) ? limits.receive() : limits.send();
  }

  private static void failIfUnsupported(SocketOption<?> option) {
    Objects.requireNonNull(option);
    if (!SUPPORTED.contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  /**
   * Opens a socket with them; from now on they are that one's. See {@link UdpSocket#open}.
   *
   * @param local the address, or a wildcard; port 0 takes a free one
   */
  public UdpSocket open(EventLoop loop, InetSocketAddress local) throws IOException {
    lock.lock();
    try {
      UdpSocket opened = UdpSocket.open(loop, local, limits);
      socket = opened;
      apply();
      return opened;
    } finally {
      lock.unlock();
    }
  }
}
