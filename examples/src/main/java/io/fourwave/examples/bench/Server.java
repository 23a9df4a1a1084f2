package io.fourwave.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Whom the client talks to.
 *
 * @param address of the host
 * @param way in which it serves
 */
public record Server(InetAddress address, Way way) {
  /** Connects to a service. */
  SocketChannel connect(Service service) throws IOException {
    return SocketChannel.open(new InetSocketAddress(address, way.port(service)));
  }
}
