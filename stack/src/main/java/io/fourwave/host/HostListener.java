package io.fourwave.host;

import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
import io.fourwave.tcp.Listener;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** A listening socket of a host that is driven by hand. Nothing blocks. Not thread-safe. */
public final class HostListener {
  private final Host host;
  private final IpAddress address;
  private Listener listener;
  private final Set<Connection> held = new LinkedHashSet<>();

  HostListener(Host host, IpAddress address) {
    this.host = host;
    this.address = address == null ? IpAddress.ANY_V6 : address;
  }

  HostListener adopt(Listener listening) {
    listener = listening;
    return this;
  }

  /** Accepts all that wait, in the name of who is to be told that they are open. */
  void acceptAll(SocketHandler opener) {
    for (HostSocket socket = accept(); socket != null; socket = accept()) {
      socket.handledBy(opener);
      if (!socket.isConnected()) { // a Fast Open: the handshake goes on (RFC 7413 §4.2.2)
        socket.opened();
        socket.readable();
      }
    }
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

  /**
   * Holds SYNs from now on: {@link #nextHeld} hands over the connections, which send nothing until
   * {@link HostSocket#answer} is called, and {@link #accept} has none.
   *
   * @param longest how long a SYN waits for an answer, 100 ms to 10 minutes; then it is forgotten
   */
  public void holdSyns(Duration longest) {
    listener.holdSyns(longest, this::hold);
  }

  private void hold(Connection connection) {
    held.add(connection);
    connection.tell(
        new ConnectionEvents() {
          @Override
          public void closed(CloseReason reason) {
            held.remove(connection); // reset by its peer, or too old
          }
        });
  }

  /**
   * Takes the connection whose SYN has been held longest, to be answered; null if there is none.
   */
  public HostSocket nextHeld() {
    if (held.isEmpty()) {
      return null;
    }
    Connection connection = held.iterator().next();
    held.remove(connection);
    HostSocket socket = new HostSocket(host);
    socket.adopt(connection);
    return socket;
  }

  /** Where it listens; port 0 stands for every one. */
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
