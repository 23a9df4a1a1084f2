package io.fourwave.host;

import io.fourwave.tcp.Connection;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;

/** A listening socket of a host that is driven by hand. Nothing blocks. Not thread-safe. */
public final class HostListener {
  private final Host host;
  private final IpAddress address;
  private final Listener listener;

  HostListener(Host host, IpAddress address, int port, int backlog, TcpSettings settings)
      throws BindException {
    this.host = host;
    this.address = address == null ? IpAddress.ANY_V6 : address;
    listener = host.calls().listen(address, port, backlog, settings, () -> {});
  }

  /** Takes the connection that has been open longest; null if there is none. */
  public HostSocket accept() {
    Connection connection = listener.accept();
    if (connection == null) {
      return null;
    }
    listener.taken(1);
    HostSocket socket = new HostSocket(host);
    socket.adopt(connection);
    return socket;
  }

  /** Whether {@link #accept} has one. */
  public boolean isAcceptable() {
    return listener.waiting() > 0;
  }

  /** Where it listens. */
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(address.toInetAddress(), listener.port());
  }

  /** LISTEN or CLOSED. */
  public TcpState state() {
    return listener.state();
  }

  /**
   * Stops listening and opens actively instead, from the same port: what RFC 9293 §3.10.2 calls
   * SEND in LISTEN.
   */
  public HostSocket connect(InetSocketAddress remote) throws BindException, NoRouteToHostException {
    HostSocket socket = new HostSocket(host);
    socket.adopt(
        host.calls()
            .connect(
                listener, IpAddress.of(remote.getAddress()), remote.getPort(), socket, host.now()));
    return socket;
  }

  /** Stops listening; connections that were not accepted are reset. */
  public void close() {
    host.calls().close(listener, host.now());
  }
}
