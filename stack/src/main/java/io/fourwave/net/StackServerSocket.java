package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A server socket over the stack. */
final class StackServerSocket extends ServerSocket {
  private final EventLoop loop;
  private final TcpSettings settings;

  StackServerSocket(EventLoop loop, TcpSettings settings) {
    super(new Acceptor(loop, settings));
    this.loop = loop;
    this.settings = settings;
  }

  @Override
  public Socket accept() throws IOException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (!isBound()) {
      throw new SocketException("Socket is not bound yet");
    }
    Socket accepted = new StackSocket(loop, settings);
    implAccept(accepted);
    return accepted;
  }
}
