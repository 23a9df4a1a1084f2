package io.fourwave.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.sim.SteeredWire;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Two stacks with threads of their own, joined by a wire in memory; when it is closed, nothing may
 * be left. Nothing in here sleeps: conditions are looked at again and again, for a minute at most.
 */
final class StackPair implements AutoCloseable {
  static final int PORT = 7;
  private static final int MOVES = 20;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final NetworkStack us;
  final NetworkStack peer;

  /** How many queues each of the stacks that are made from now on has. */
  private static volatile int queues = 1;

  /** Ends of the wire; of several queues the first ones. */
  final LinkDevice ourLink;

  final LinkDevice peerLink;

  StackPair() {
    this(TcpSettings.defaults(), Offload.NONE);
  }

  StackPair(TcpSettings tcp, Offload offload) {
    List<LinkDevice> ours;
    List<LinkDevice> theirs;
    if (queues == 1) {
      MemoryLink.Pair wire = MemoryLink.pair(1500, offload);
      ours = List.of(wire.left());
      theirs = List.of(wire.right());
    } else {
      SteeredWire wire = new SteeredWire(1500, offload, queues, MOVES, queues);
      ours = wire.left();
      theirs = wire.right();
    }
    ourLink = ours.get(0);
    peerLink = theirs.get(0);
    TcpSettings patient = tcp.with(tcp.sending().withFinWait2Timeout(Duration.ofDays(1)));
    us = stack(ours, patient, 1, "192.0.2.1", "2001:db8::1");
    peer = stack(theirs, patient, 2, "192.0.2.2", "2001:db8::2");
  }

  /** Has stacks made over so many queues, among which flows are moved now and then. */
  static void overQueues(int count) {
    queues = count;
  }

  private static NetworkStack stack(
      List<LinkDevice> links, TcpSettings tcp, long seed, String... own) {
    NetworkStack.Builder builder = NetworkStack.over(links).tcp(tcp).msl(Duration.ZERO);
    Stream.of(own).forEach(builder::address);
    return builder.random(new Random(seed)).start();
  }

  static InetSocketAddress peerAt(int port) {
    return new InetSocketAddress("192.0.2.2", port);
  }

  /** A connection between the two, both ends of it. */
  record Sockets(TcpSocket ours, TcpSocket theirs) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      ours.close();
      theirs.close();
    }
  }

  /** Opens a connection. */
  Sockets connect() throws IOException {
    return connect("192.0.2.2");
  }

  Sockets connect(String address) throws IOException {
    try (TcpListener listener = peer.listen(PORT)) {
      TcpSocket ours = us.connect(new InetSocketAddress(address, PORT));
      return new Sockets(ours, listener.accept(PATIENCE));
    }
  }

  /** Something that runs on a thread of its own. */
  static final class Running<T> extends FutureTask<T> {
    final Thread thread = new Thread(this, "test");

    Running(Callable<T> what) {
      super(what);
      thread.setDaemon(true);
      thread.start();
    }

    /** Waits until it waits for the stack. */
    Running<T> isBlocked() {
      await("the thread is parked", () -> isDone() || isParked());
      assertTrue(!isDone(), "it did not block");
      return this;
    }

    boolean isWaiting() {
      return thread.getState() == Thread.State.WAITING
          || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private boolean isParked() {
      return isWaiting()
          && Stream.of(thread.getStackTrace()).anyMatch(f -> f.getClassName().contains("Gate"));
    }

    /** Waits for its result. */
    T result() throws Exception {
      return get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for it to fail. */
    Throwable failure() throws Exception {
      try {
        throw new AssertionError("no exception, but " + result());
      } catch (ExecutionException e) {
        return e.getCause();
      }
    }
  }

  static <T> Running<T> run(Callable<T> what) {
    return new Running<>(what);
  }

  /** Looks until a condition holds. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "in vain: " + what);
      Thread.onSpinWait();
    }
  }

  /** Waits until a socket's connection is in a state. */
  static void awaitState(TcpSocket socket, TcpState state) {
    await(
        "it is " + state,
        () -> {
          try {
            return socket.state() == state;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Waits until neither stack has a connection. */
  void awaitNothingLeft() {
    await("no connection is left", () -> isEmpty(us) && isEmpty(peer));
  }

  private static boolean isEmpty(NetworkStack stack) {
    try {
      List<ConnectionStatus> all = stack.connections();
      return all.isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  /** A count of one of the stacks. */
  static long count(NetworkStack stack, String name) throws IOException {
    return stack.counters().get(name);
  }

  @Override
  public void close() {
    us.close(Duration.ZERO);
    peer.close(Duration.ZERO);
    assertTrue(!us.isRunning() && !peer.isRunning());
    await("the threads of the stacks end", () -> threads() == 0);
    assertEquals(0, threads());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("fourwave"))
        .count();
  }
}
