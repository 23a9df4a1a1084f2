package io.fourwave.socket;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_REUSEPORT;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;

import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The JDK's options of one socket, kept as settings: for a socket that is to be opened with them,
 * and from {@link #attach} on for an open one. Refuses what the JDK's own sockets refuse, with the
 * same exceptions. Thread-safe.
 *
 * <p>What our settings do not reach is moved into their range: buffers to 2 KiB to 64 MiB, {@code
 * TCP_KEEPCOUNT} to 2 to 100. A buffer that was set stays as it is, and is not tuned any more; an
 * open connection's window never shrinks by it (RFC 9293 §3.8.6). {@code SO_REUSEADDR} and {@code
 * SO_REUSEPORT} are kept and change nothing: a port in TIME-WAIT can always be listened on, and two
 * never listen on the same. {@code TCP_QUICKACK} acknowledges without delay.
 */
public final class SocketOptions {
  private static final Set<SocketOption<?>> OF_LISTENERS =
      Set.of(
          SO_RCVBUF,
          SO_REUSEADDR,
          SO_REUSEPORT,
          IP_TOS,
          TCP_KEEPIDLE,
          TCP_KEEPINTERVAL,
          TCP_KEEPCOUNT,
          TCP_QUICKACK);
  private static final Set<SocketOption<?>> OF_SOCKETS =
      Set.of(
          SO_RCVBUF,
          SO_SNDBUF,
          SO_REUSEADDR,
          SO_REUSEPORT,
          SO_KEEPALIVE,
          SO_LINGER,
          TCP_NODELAY,
          IP_TOS,
          TCP_KEEPIDLE,
          TCP_KEEPINTERVAL,
          TCP_KEEPCOUNT,
          TCP_QUICKACK);

  private final Set<SocketOption<?>> supported;
  private final Map<SocketOption<?>, Object> kept = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private TcpSettings settings;
  private Target target = s -> {};

  private SocketOptions(Set<SocketOption<?>> supported, TcpSettings settings, boolean reuse) {
    this.supported = supported;
    this.settings = settings;
    kept.put(SO_REUSEADDR, reuse);
    kept.put(SO_REUSEPORT, false);
  }

  /** The options of a socket that connects, or was accepted, starting with the given settings. */
  public static SocketOptions ofSocket(TcpSettings settings) {
    return new SocketOptions(OF_SOCKETS, settings, false);
  }

  /** The options of a socket that listens. What it accepts inherits its settings. */
  public static SocketOptions ofListener(TcpSettings settings) {
    return new SocketOptions(OF_LISTENERS, settings, true); // as the JDK's on Linux
  }

  /** The options that there are. */
  public Set<SocketOption<?>> supported() {
    return supported;
  }

  /**
   * Sets an option, at once if the socket is open.
   *
   * @throws UnsupportedOperationException if there is no such option here
   * @throws IllegalArgumentException if there is no such value
   * @throws IOException if the kernel would refuse the value, or the stack has stopped
   */
  public <T> void set(SocketOption<T> option, T value) throws IOException {
    failIfUnsupported(option);
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException("Invalid value '" + value + "'");
    }
    lock.lock();
    try {
      if (kept.containsKey(option)) {
        kept.put(option, value);
      } else {
        change(OptionValues.apply(settings, option, value));
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(TcpSettings wanted) throws IOException {
    settings = wanted;
    target.settings(wanted);
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
      Object value = kept.get(option);
      return option.type().cast(value != null ? value : OptionValues.of(settings, option));
    } finally {
      lock.unlock();
    }
  }

  private void failIfUnsupported(SocketOption<?> option) {
    Objects.requireNonNull(option);
    if (!supported.contains(option)) {
      throw new UnsupportedOperationException("'" + option + "' not supported");
    }
  }

  /** What to open a socket with. */
  public TcpSettings settings() {
    lock.lock();
    try {
      return settings;
    } finally {
      lock.unlock();
    }
  }

  /** From now on the options are this socket's, and what was set while it was opened as well. */
  public void attach(TcpSocket opened) throws IOException {
    attach(opened::settings, opened.settings());
  }

  /** From now on the options are for what this listener accepts. */
  public void attach(TcpListener listening) throws IOException {
    attach(listening::settings, null);
  }

  private void attach(Target opened, TcpSettings current) throws IOException {
    lock.lock();
    try {
      target = opened;
      if (!settings.equals(current)) {
        opened.settings(settings);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Who the settings are for. */
  private interface Target {
    void settings(TcpSettings settings) throws IOException;
  }
}
