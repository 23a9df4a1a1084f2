package io.fourwave.examples.service;

import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each datagram to a service, on one thread, until it is closed or the stack stops. */
public final class DatagramLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramLoop.class);
  private static final int LONGEST = 65_535;

  private final UdpSocket socket;
  private final DatagramService service;

  /**
   * Begins.
   *
   * @param socket is closed with it
   * @param threads has a thread for it
   */
  public DatagramLoop(UdpSocket socket, DatagramService service, Executor threads) {
    this.socket = socket;
    this.service = service;
    threads.execute(this::run);
  }

  private void run() {
    ByteBuffer data = ByteBuffer.allocate(LONGEST);
    try {
      while (socket.isOpen()) {
        InetSocketAddress from = socket.receive(data.clear());
        serve(from, data.flip());
      }
    } catch (IOException e) {
      LOG.debug("no more datagrams: {}", e.toString()); // closed, or the stack has stopped
    }
  }

  private void serve(InetSocketAddress from, ByteBuffer data) {
    try {
      service.datagram(socket, from, data);
    } catch (IOException e) {
      LOG.debug("no answer to {}: {}", from, e.toString());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
