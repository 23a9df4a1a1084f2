package io.fourwave.allocation;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import java.io.IOException;

/** Serves on the stack's own thread. */
final class Handling implements SocketHandler {
  private final Load load;
  private int toCome;
  private int toGo;

  Handling(Load load) {
    this.load = load;
    toCome = load.request;
  }

  @Override
  public void readable(HostSocket socket) throws IOException {
    for (int count = socket.incoming().remaining();
        count > 0;
        count = socket.incoming().remaining()) {
      socket.consumed(count);
      toCome -= count;
    }
    if (toCome == 0 && toGo == 0) {
      toGo = load.answer;
      writable(socket);
    }
    if (socket.isAtEnd()) {
      socket.close();
    }
  }

  @Override
  public void writable(HostSocket socket) throws IOException {
    while (toGo > 0) {
      int count = socket.outgoing(toGo).remaining();
      if (count == 0) {
        return;
      }
      socket.produced(count);
      toGo -= count;
      if (toGo == 0) {
        toCome = load.request;
      }
    }
  }
}
