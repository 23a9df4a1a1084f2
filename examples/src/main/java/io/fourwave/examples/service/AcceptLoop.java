package io.fourwave.examples.service;

import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections for a service and gives each a thread. When as many are open as the service
 * may have, it does not accept: the listener's backlog fills and the next peers try again.
 */
public final class AcceptLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TcpListener listener;
  private final SocketService service;
  private final ExecutorService threads;
  private final Consumer<IOException> failed;
  private final Semaphore places;
  private final Set<TcpSocket> open = ConcurrentHashMap.newKeySet();

  /**
   * Starts to accept.
   *
   * @param listener is closed with the loop
   * @param threads one for the loop, and one for each connection
   * @param most connections served at once
   * @param failed is told if the listener fails: then the stack has
   */
  public AcceptLoop(
      TcpListener listener,
      SocketService service,
      ExecutorService threads,
      int most,
      Consumer<IOException> failed) {
    this.listener = listener;
    this.service = service;
    this.threads = threads;
    this.failed = failed;
    this.places = new Semaphore(most);
    threads.execute(this::run);
  }

  /**
   * Accepts no more, and closes our way of every connection: each is over as soon as its peer has
   * closed as well.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(AcceptLoop::closeOurWay);
  }

  private static void closeOurWay(TcpSocket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("{} has been closed already", socket);
    }
  }

  private void run() {
    try {
      while (listener.isOpen()) {
        places.acquire();
        TcpSocket socket = listener.accept();
        open.add(socket);
        if (!listener.isOpen()) {
          closeOurWay(socket); // close() was between the accepting and the adding
        }
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      if (listener.isOpen()) {
        failed.accept(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the threads are being stopped
    }
  }

  /** A connection's end, whatever it is, ends this connection only. */
  private void serve(TcpSocket socket) {
    InetSocketAddress peer = socket.remoteAddress();
    LOG.info("{}: {} has connected", service.name(), peer);
    try {
      service.serve(socket);
      closeInOrder(socket);
      LOG.info("{}: {} has gone", service.name(), peer);
    } catch (IOException e) {
      LOG.info("{}: {} has gone: {}", service.name(), peer, e.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("{}: {}: the service has failed", service.name(), peer, e);
      socket.abort();
    } finally {
      release(socket);
    }
  }

  private void release(TcpSocket socket) {
    open.remove(socket);
    places.release();
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("{}: {}", service.name(), e.toString());
    }
  }

  /**
   * Closes our way, then throws away what still comes until the peer has closed its own: to close
   * with text unread would reset the connection, and the peer could lose our last words (RFC 9293
   * §3.6.1).
   */
  private static void closeInOrder(TcpSocket socket) throws IOException {
    if (!socket.isOpen()) {
      return; // the service has closed it
    }
    socket.shutdownOutput();
    socket.readTimeout(PATIENCE);
    ByteBuffer unread = ByteBuffer.allocate(2_048);
    try {
      while (socket.read(unread) >= 0) {
        unread.clear();
      }
    } catch (SocketTimeoutException e) {
      LOG.debug("{} keeps its way open", socket.remoteAddress());
    }
  }
}
