package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSocket;
import io.fourwave.host.Loops;
import io.fourwave.host.SocketHandler;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/**
 * A port whose connections are served by handlers on the stack's own threads: each on that of the
 * loop whose connection it is, from its first call to its last. Thread-safe.
 */
public final class HandledPort implements AutoCloseable {
  private final List<Part> parts;
  private final InetSocketAddress localAddress;

  private HandledPort(List<Part> parts) {
    this.parts = parts;
    localAddress = parts.get(0).listener.localAddress();
  }

  /**
   * Listens.
   *
   * @param loop any of the stack's
   * @param backlog as {@link TcpListener#listen} has it
   * @param handlerFor is asked, on the loop's thread, for the handler of each connection that
   *     opens; where a stack has several loops, by all of them at the same time
   * @throws java.net.BindException if the address is not the stack's, or someone listens there
   */
  public static HandledPort listen(
      EventLoop loop,
      InetSocketAddress local,
      int backlog,
      TcpSettings settings,
      Function<HostSocket, SocketHandler> handlerFor)
      throws IOException {
    Loops loops = loop.loops();
    int each = EveryHost.part(backlog, loops);
    return new HandledPort(
        EveryHost.open(
            loops,
            local.getPort(),
            (at, port) -> {
              InetSocketAddress there = new InetSocketAddress(local.getAddress(), port);
              return new Part(at, at.host().listen(there, each, settings, handlerFor));
            },
            part -> part.listener.localAddress().getPort(),
            Part::close));
  }

  /** Where it listens. */
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  /** Listens no more; connections go on. Does nothing once the stack has stopped. */
  @Override
  public void close() {
    EveryHost.close(parts, Part::close);
  }

  /** What there is of it at one host. */
  private record Part(EventLoop loop, HostListener listener) {
    void close() {
      loop.mailbox().post(listener::close);
    }
  }
}
