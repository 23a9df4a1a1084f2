package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** A port whose connections are served by handlers on the stack's own thread. Thread-safe. */
public final class HandledPort implements AutoCloseable {
  private final EventLoop loop;
  private final HostListener listener;
  private final InetSocketAddress localAddress;

  private HandledPort(EventLoop loop, HostListener listener) {
    this.loop = loop;
    this.listener = listener;
    localAddress = listener.localAddress();
  }

  /**
   * Listens.
   *
   * @param handlerFor is asked, on the stack's thread, for the handler of each connection that
   *     opens
   * @throws java.net.BindException if the address is not the stack's, or someone listens there
   */
  public static HandledPort listen(
      EventLoop loop,
      InetSocketAddress local,
      int backlog,
      TcpSettings settings,
      Function<HostSocket, SocketHandler> handlerFor)
      throws IOException {
    return loop.ask(
        () -> new HandledPort(loop, loop.host().listen(local, backlog, settings, handlerFor)));
  }

  /** Where it listens. */
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  /** Listens no more; connections go on. Does nothing once the stack has stopped. */
  @Override
  public void close() {
    loop.mailbox().post(listener::close);
  }
}
