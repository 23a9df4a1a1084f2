package io.fourwave.examples.bench.million;

import io.fourwave.host.Host;
import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The clients, all of them. Each connects, asks for one octet and has it answered; and asks again
 * when it is told to. Lives on the loop of its stack, and handles all of its sockets.
 */
final class Crowd implements SocketHandler {
  private final MillionPlan plan;
  private final Host host;
  private final List<InetSocketAddress> from;
  private final InetSocketAddress to;
  private final TcpSettings settings;
  private final HostSocket[] sockets;
  private final ByteBuffer octet = ByteBuffer.allocateDirect(1);
  private Step step;
  private Stopwatch stopwatch;
  private CompletableFuture<Stopwatch> outcome;
  private int begun;

  private interface Step {
    void begin(int number) throws IOException;
  }

  /**
   * Nobody is there yet.
   *
   * @param from the addresses of the client
   * @param to where the server listens
   */
  Crowd(MillionPlan plan, Host host, List<InetSocketAddress> from, InetSocketAddress to) {
    this.plan = plan;
    this.host = host;
    this.from = from;
    this.to = to;
    settings = host.settings().tcp();
    sockets = new HostSocket[plan.connections()];
  }

  /** Opens all connections, each with a request and its answer. To be called on the loop. */
  CompletableFuture<Stopwatch> open() throws IOException {
    return begin(this::connect);
  }

  /** Lets all ask once more. To be called on the loop. */
  CompletableFuture<Stopwatch> ask() throws IOException {
    return begin(number -> request(sockets[number]));
  }

  private CompletableFuture<Stopwatch> begin(Step what) throws IOException {
    step = what;
    stopwatch = new Stopwatch(plan);
    outcome = new CompletableFuture<>();
    begun = 0;
    for (int i = 0; i < plan.atOnce(); i++) {
      next();
    }
    return outcome;
  }

  private void next() throws IOException {
    if (begun < sockets.length) {
      step.begin(begun++);
    }
  }

  private void connect(int number) throws IOException {
    sockets[number] = host.connect(from.get(plan.address(number)), to, settings);
    sockets[number].handledBy(this);
  }

  private void request(HostSocket socket) throws IOException {
    if (socket.write(octet.clear()) != 1) {
      throw new IOException("there was no room for a request");
    }
  }

  @Override
  public void opened(HostSocket socket) throws IOException {
    request(socket);
  }

  @Override
  public void readable(HostSocket socket) throws IOException {
    if (socket.read(octet.clear()) != 1) {
      throw new IOException("the server has closed");
    }
    if (stopwatch.one()) {
      outcome.complete(stopwatch);
    } else {
      next();
    }
  }

  @Override
  public void closed(HostSocket socket, CloseReason reason) {
    outcome.completeExceptionally(
        new IOException(socket.localAddress() + " was closed: " + reason));
  }
}
