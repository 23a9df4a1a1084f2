package io.fourwave.examples.serve;

import io.fourwave.NetworkStack;
import io.fourwave.examples.service.AcceptLoop;
import io.fourwave.examples.service.DatagramLoop;
import io.fourwave.examples.service.DatagramService;
import io.fourwave.examples.service.HandledConnections;
import io.fourwave.examples.service.HandlerService;
import io.fourwave.examples.service.Service;
import io.fourwave.examples.service.SocketService;
import io.fourwave.examples.service.StackService;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services on a stack, until it is stopped or the stack fails. Thread-safe. */
public final class Server implements AutoCloseable {
  /** Connections that one service serves at once. */
  public static final int MOST_CONNECTIONS = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final NetworkStack stack;
  private final ExecutorService threads = Executors.newCachedThreadPool(Server::daemon);
  private final List<AutoCloseable> running = new ArrayList<>();
  private final CompletableFuture<IOException> failure = new CompletableFuture<>();

  private Server(NetworkStack stack) {
    this.stack = stack;
  }

  /**
   * Starts services on a stack, at all its addresses.
   *
   * @param stack is closed with the server, or if it cannot start
   * @throws IOException if a port is in use, or the stack has failed
   */
  public static Server start(NetworkStack stack, List<Service> services) throws IOException {
    Server server = new Server(stack);
    try {
      for (Service service : services) {
        server.add(service);
      }
      server.threads.execute(server::watch);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close(Duration.ZERO);
      throw e;
    }
  }

  private void add(Service service) throws IOException {
    if (service instanceof StackService library) {
      running.add(library.start(stack));
    } else if (service instanceof HandlerService handlers) {
      running.add(HandledConnections.serve(stack, handlers));
    } else if (service instanceof SocketService ours) {
      TcpListener listener = stack.listen(ours.port());
      running.add(new AcceptLoop(listener, ours, threads, MOST_CONNECTIONS, failure::complete));
    }
    if (service instanceof DatagramService datagrams) {
      UdpSocket socket = stack.udp(new InetSocketAddress(service.port()));
      running.add(new DatagramLoop(socket, datagrams, threads));
    }
  }

  private void watch() {
    try {
      stack.loop().awaitEnd(Long.MAX_VALUE);
      failure.complete(stack.failure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "service-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** The stack that the services are on. */
  public NetworkStack stack() {
    return stack;
  }

  /** Waits until the stack fails, the device having been deleted say; for ever if it does not. */
  public IOException awaitFailure() throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Stops: accepts no more, closes connections in order, resets those that are left after a time,
   * and releases the device.
   */
  public void close(Duration grace) {
    for (AutoCloseable service : running) {
      try {
        service.close();
      } catch (Exception e) { // AutoCloseable's: the next ones have to be closed all the same
        LOG.debug("while a service ends: {}", e.toString());
      }
    }
    stack.close(grace);
    threads.shutdownNow();
  }

  /** Stops within a second. */
  @Override
  public void close() {
    close(Duration.ofSeconds(1));
  }
}
