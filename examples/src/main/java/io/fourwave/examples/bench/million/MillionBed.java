package io.fourwave.examples.bench.million;

import io.fourwave.NetworkStack;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.socket.HandledPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Two stacks, each with a thread of its own, and a wire in memory between them. */
final class MillionBed implements AutoCloseable {
  private static final int MTU = 1500;
  private static final int PORT = 7;
  private static final int BACKLOG = 4096;
  private static final String SERVER = "10.0.0.1";

  /** For the rings of both stacks, a quarter each of the heap. */
  private static final int PARTS = 4;

  private static final long GLANCE = 100_000_000;

  private final NetworkStack server;
  private final NetworkStack client;
  private final HandledPort port;
  private final Crowd crowd;

  /** Starts both. */
  MillionBed(MillionPlan plan) throws IOException {
    MemoryLink.Pair wire = MemoryLink.pair(MTU, Offload.ALL);
    server = NetworkStack.over(wire.left()).host(settings(plan)).address(SERVER).start();
    Answers answers = new Answers();
    port = server.serve(new InetSocketAddress(PORT), BACKLOG, server.settings(), socket -> answers);
    List<String> addresses =
        IntStream.range(0, plan.addresses()).mapToObj(i -> "10.0.1." + (i + 1)).toList();
    NetworkStack.Builder builder = NetworkStack.over(wire.right()).host(settings(plan));
    addresses.forEach(builder::address);
    client = builder.start();
    List<InetSocketAddress> from =
        addresses.stream().map(address -> new InetSocketAddress(address, 0)).toList();
    crowd = new Crowd(plan, client.loop().host(), from, new InetSocketAddress(SERVER, PORT));
  }

  private static HostSettings settings(MillionPlan plan) {
    HostSettings settings = HostSettings.defaults();
    return settings
        .with(settings.tcpHost().withPorts(1024, 65_535).withLimits(2 * plan.connections(), 1))
        .withMemory(Runtime.getRuntime().maxMemory() / PARTS);
  }

  /** Opens all connections, each with a request and its answer. */
  Stopwatch open() throws IOException {
    return await(client.onLoop(crowd::open));
  }

  /** Lets each carry another request and its answer. */
  Stopwatch ask() throws IOException {
    return await(client.onLoop(crowd::ask));
  }

  private static Stopwatch await(CompletableFuture<Stopwatch> outcome) throws IOException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Waits until the memory of all rings was given back, which idle connections keep for some
   * seconds.
   */
  void awaitIdle() throws IOException {
    while (buffered(server) + buffered(client) > 0) {
      LockSupport.parkNanos(GLANCE);
    }
  }

  private static long buffered(NetworkStack stack) throws IOException {
    return stack.onLoop(() -> stack.loop().host().memory().used());
  }

  /** Connections that both ends have. */
  int connections() throws IOException {
    return Math.min(connections(server), connections(client));
  }

  private static int connections(NetworkStack stack) throws IOException {
    return stack.onLoop(() -> stack.loop().host().calls().connectionCount());
  }

  @Override
  public void close() {
    port.close();
    client.loop().stop();
    server.loop().stop();
    client.close();
    server.close();
  }
}
