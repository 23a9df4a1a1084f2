package io.fourwave.host;

import java.io.IOException;
import java.util.function.Function;

/** Handles connections that open: finds the handler of each, and leaves the rest to it. */
record Opener(Function<HostSocket, SocketHandler> handlerFor) implements SocketHandler {
  @Override
  public void opened(HostSocket socket) throws IOException {
    SocketHandler handler = handlerFor.apply(socket);
    socket.handledBy(handler);
    handler.opened(socket);
  }

  @Override
  public void readable(HostSocket socket) {
    throw new IllegalStateException("a connection is told to be open before all else");
  }
}
