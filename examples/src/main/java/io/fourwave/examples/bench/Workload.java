package io.fourwave.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** What the client does to a server, on the kernel's sockets whoever serves. */
interface Workload {
  /**
   * Does it once.
   *
   * @param nanos for how long
   * @throws IOException if it fails, or the server answers other than it should
   */
  Measurement run(InetAddress server, long nanos) throws IOException;

  /** Connects to a service. */
  static SocketChannel connect(InetAddress server, Service service) throws IOException {
    return SocketChannel.open(new InetSocketAddress(server, service.port()));
  }
}
