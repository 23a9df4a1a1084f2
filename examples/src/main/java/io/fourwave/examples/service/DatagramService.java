package io.fourwave.examples.service;

import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A service that takes datagrams as well, at the port it listens on. */
public interface DatagramService {
  /**
   * A datagram has arrived. One at a time.
   *
   * @param data valid until this method returns
   * @throws IOException if the answer cannot be sent; the next datagram is served all the same
   */
  void datagram(UdpSocket socket, InetSocketAddress from, ByteBuffer data) throws IOException;
}
