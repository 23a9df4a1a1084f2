package io.fourwave.nio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Where a contract is tried: a client and a server with the JDK's own channels over 127.0.0.1, or
 * with ours over two stacks joined by a wire in memory. What holds in one must hold in the other.
 */
abstract class World implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Octets that a socket of our stacks keeps each way. */
  static final int BUFFER = 1 << 16;

  /** The two there are. */
  enum Kind {
    JDK,
    STACK;

    World make() {
      return this == JDK ? new Loopback() : stacks(new Buffers(BUFFER, BUFFER));
    }
  }

  /** Two stacks whose sockets have such buffers. */
  static World stacks(Buffers buffers) {
    return new Stacks(buffers);
  }

  abstract SelectorProvider clients();

  abstract SelectorProvider servers();

  /** The server's address, and one of the client's. */
  abstract String server();

  abstract String client();

  @Override
  public void close() {}

  SocketChannel socket() throws IOException {
    return clients().openSocketChannel();
  }

  Selector selector() throws IOException {
    return clients().openSelector();
  }

  Selector serverSelector() throws IOException {
    return servers().openSelector();
  }

  /** A server that listens. */
  ServerSocketChannel listener() throws IOException {
    return servers().openServerSocketChannel().bind(new InetSocketAddress(server(), 0));
  }

  static InetSocketAddress addressOf(ServerSocketChannel listener) throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }

  /** Where nobody listens. */
  InetSocketAddress nobody() throws IOException {
    ServerSocketChannel listener = listener();
    InetSocketAddress address = addressOf(listener);
    listener.close();
    listener().close(); // calls run in order: once this listens, the first does no more
    return address;
  }

  /** Both ends of a connection; both wait. */
  record Ends(SocketChannel ours, SocketChannel theirs) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      ours.close();
      theirs.close();
    }
  }

  Ends connect() throws IOException {
    try (ServerSocketChannel listener = listener()) {
      SocketChannel ours = socket();
      ours.connect(addressOf(listener));
      return new Ends(ours, listener.accept());
    }
  }

  private static final class Loopback extends World {
    @Override
    SelectorProvider clients() {
      return SelectorProvider.provider();
    }

    @Override
    SelectorProvider servers() {
      return SelectorProvider.provider();
    }

    @Override
    String server() {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }

    @Override
    String client() {
      return server();
    }
  }

  private static final class Stacks extends World {
    private final NetworkStack us;
    private final NetworkStack peer;
    private final SelectorProvider ours;
    private final SelectorProvider theirs;

    Stacks(Buffers buffers) {
      MemoryLink.Pair wire = MemoryLink.pair(1500, Offload.NONE);
      TcpSettings tcp = TcpSettings.defaults().with(buffers);
      us =
          NetworkStack.over(wire.left())
              .address("192.0.2.1")
              .tcp(tcp)
              .msl(Duration.ZERO)
              .random(new Random(1))
              .start();
      peer =
          NetworkStack.over(wire.right())
              .address("192.0.2.2")
              .tcp(tcp)
              .msl(Duration.ZERO)
              .random(new Random(2))
              .start();
      ours = us.selectorProvider();
      theirs = peer.selectorProvider();
    }

    @Override
    SelectorProvider clients() {
      return ours;
    }

    @Override
    SelectorProvider servers() {
      return theirs;
    }

    @Override
    String server() {
      return "192.0.2.2";
    }

    @Override
    String client() {
      return "192.0.2.1";
    }

    @Override
    public void close() {
      us.close(Duration.ZERO);
      peer.close(Duration.ZERO);
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

    /** Waits until it waits for the network. */
    Running<T> isBlocked() {
      await("the thread waits", () -> isDone() || waits());
      assertTrue(!isDone(), "it did not block");
      return this;
    }

    private boolean waits() {
      return Stream.of(thread.getStackTrace())
          .limit(6)
          .map(f -> f.getClassName() + "." + f.getMethodName())
          .anyMatch(
              f ->
                  f.equals("sun.nio.ch.EPoll.wait")
                      || f.equals("sun.nio.ch.Net.poll")
                      || f.equals("sun.nio.ch.Net.accept")
                      || f.endsWith("0") && f.startsWith("sun.nio.ch.") // native calls
                      || f.equals("java.util.concurrent.locks.LockSupport.park")
                      || f.equals("java.util.concurrent.locks.LockSupport.parkNanos"));
    }

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
}
