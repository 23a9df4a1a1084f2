package io.fourwave.examples.service;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.fourwave.NetworkStack;
import io.fourwave.host.EventLoop;
import io.fourwave.host.Host;
import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.socket.HandledPort;
import io.fourwave.tcp.CloseReason;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a {@link HandlerService}. All but {@link #close} is for the threads of the
 * stack's loops, each of which knows only its own connections.
 */
public final class HandledConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HandledConnections.class);

  private final NetworkStack stack;
  private final HandlerService service;
  private final Map<Host, Set<HostSocket>> open;
  private HandledPort port;

  private HandledConnections(NetworkStack stack, HandlerService service) {
    this.stack = stack;
    this.service = service;
    open =
        stack.loops().all().stream()
            .collect(toUnmodifiableMap(EventLoop::host, loop -> new LinkedHashSet<>()));
  }

  /**
   * Serves from now on.
   *
   * @throws IOException if the port is in use, or the stack has failed
   */
  public static HandledConnections serve(NetworkStack stack, HandlerService service)
      throws IOException {
    HandledConnections connections = new HandledConnections(stack, service);
    connections.port = stack.serve(service.port(), connections::begin);
    return connections;
  }

  private SocketHandler begin(HostSocket socket) {
    LOG.info("{}: {} has connected", service.name(), socket.remoteAddress());
    open.get(socket.host()).add(socket);
    return new Watched(service.handler());
  }

  /** Serves no more, and closes our way of every connection: the peers close theirs. */
  @Override
  public void close() throws IOException {
    port.close();
    stack
        .loops()
        .ask(
            loop -> {
              List.copyOf(open.get(loop.host())).forEach(HostSocket::shutdownOutput);
              return true;
            });
  }

  /** A handler, and what is noted of its connection. */
  private final class Watched implements SocketHandler {
    private final SocketHandler handler;

    Watched(SocketHandler handler) {
      this.handler = handler;
    }

    @Override
    public void opened(HostSocket socket) throws IOException {
      handler.opened(socket);
    }

    @Override
    public void readable(HostSocket socket) throws IOException {
      handler.readable(socket);
    }

    @Override
    public void writable(HostSocket socket) throws IOException {
      handler.writable(socket);
    }

    @Override
    public void closed(HostSocket socket, CloseReason reason) {
      open.get(socket.host()).remove(socket);
      LOG.info("{}: {} has gone: {}", service.name(), socket.remoteAddress(), reason);
      handler.closed(socket, reason);
    }
  }
}
