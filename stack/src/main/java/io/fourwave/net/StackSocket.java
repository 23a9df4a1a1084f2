package io.fourwave.net;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.net.Socket;
import java.net.SocketException;

/** A socket over the stack. */
final class StackSocket extends Socket {
  StackSocket(EventLoop loop, TcpSettings settings) throws SocketException {
    super(new Connector(loop, settings));
  }
}
