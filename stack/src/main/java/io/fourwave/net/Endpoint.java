package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.socket.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What {@code java.net} asks of the two kinds of sockets in common: above all options, which it
 * names in two ways, by number and by object. Thread-safe.
 */
abstract class Endpoint extends SocketImpl {
  private static final Map<Integer, SocketOption<Boolean>> SWITCHES =
      Map.of(
          TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
          SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
          SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
          SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT);
  private static final Map<Integer, SocketOption<Integer>> NUMBERS =
      Map.of(
          SO_LINGER, StandardSocketOptions.SO_LINGER,
          SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
          SO_RCVBUF, StandardSocketOptions.SO_RCVBUF,
          IP_TOS, StandardSocketOptions.IP_TOS);

  final EventLoop loop;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Duration timeout = Duration.ZERO;
  private volatile boolean urgentInline;

  Endpoint(EventLoop loop) {
    this.loop = loop;
  }

  abstract SocketOptions options();

  @Override
  protected void create(boolean stream) throws IOException {
    if (!stream) {
      throw new IOException("the stack has no datagram sockets");
    }
  }

  /** How long a call waits at most, zero for ever. */
  final Duration timeout() {
    return timeout;
  }

  final boolean isClosed() {
    return closed.get();
  }

  /** Says whether it was open. */
  final boolean markClosed() {
    return closed.compareAndSet(false, true);
  }

  final void failIfClosed() throws SocketException {
    if (isClosed()) {
      throw Failures.closed();
    }
  }

  final void at(InetSocketAddress local) {
    localport = local.getPort();
  }

  abstract InetAddress boundAddress();

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    return options().supported();
  }

  @Override
  protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
    failIfClosed();
    options().set(option, value);
  }

  @Override
  protected <T> T getOption(SocketOption<T> option) throws IOException {
    failIfClosed();
    return options().get(option);
  }

  @Override
  public void setOption(int id, Object value) throws SocketException {
    failIfClosed();
    switch (id) {
      case SO_TIMEOUT -> timeout = Duration.ofMillis((Integer) value);
      case SO_OOBINLINE -> urgentInline = (Boolean) value;
      case SO_LINGER -> set(NUMBERS.get(id), value instanceof Integer seconds ? seconds : -1);
      default -> {
        if (SWITCHES.containsKey(id)) {
          set(SWITCHES.get(id), (Boolean) value);
        } else {
          set(number(id), (Integer) value);
        }
      }
    }
  }

  private static SocketOption<Integer> number(int id) throws SocketException {
    SocketOption<Integer> option = NUMBERS.get(id);
    if (option == null) {
      throw new SocketException("there is no socket option " + id);
    }
    return option;
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    try {
      options().set(option, value);
    } catch (SocketException e) {
      throw e;
    } catch (IOException e) {
      throw (SocketException) new SocketException(e.getMessage()).initCause(e);
    }
  }

  @Override
  public Object getOption(int id) throws SocketException {
    failIfClosed();
    return switch (id) {
      case SO_TIMEOUT -> (int) timeout.toMillis();
      case SO_OOBINLINE -> urgentInline;
      case SO_BINDADDR -> boundAddress();
      default ->
          SWITCHES.containsKey(id) ? options().get(SWITCHES.get(id)) : options().get(number(id));
    };
  }
}
