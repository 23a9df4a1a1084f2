package io.fourwave.nio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Somewhere to use asynchronous channels: the JDK's own over the loopback, or two of our stacks
 * joined by a wire in memory. When it is closed, its groups have to end.
 */
final class AsyncNetwork implements AutoCloseable {
  static final long PATIENCE = 60;
  static final String THREAD = "handlers";

  /** Whose channels. */
  enum Whose {
    THE_JDKS,
    OURS
  }

  final AsynchronousChannelProvider provider;
  final AsynchronousChannelGroup group;
  final AsynchronousChannelGroup peerGroup;
  final NetworkStack stack;
  final NetworkStack peerStack;
  private final String address;

  private AsyncNetwork(
      AsynchronousChannelProvider provider,
      AsynchronousChannelProvider peerProvider,
      NetworkStack stack,
      NetworkStack peerStack,
      String address)
      throws IOException {
    this.provider = provider;
    this.stack = stack;
    this.peerStack = peerStack;
    this.address = address;
    group = newGroup(provider);
    peerGroup = newGroup(peerProvider);
  }

  static AsyncNetwork of(Whose whose) throws IOException {
    if (whose == Whose.THE_JDKS) {
      AsynchronousChannelProvider jdks = AsynchronousChannelProvider.provider();
      return new AsyncNetwork(jdks, jdks, null, null, "127.0.0.1");
    }
    MemoryLink.Pair wire = MemoryLink.pair(1500, Offload.NONE);
    NetworkStack us = stack(wire.left(), 1, "192.0.2.1");
    NetworkStack peer = stack(wire.right(), 2, "192.0.2.2");
    return new AsyncNetwork(
        us.asynchronousChannelProvider(),
        peer.asynchronousChannelProvider(),
        us,
        peer,
        "192.0.2.2");
  }

  private static NetworkStack stack(MemoryLink link, long seed, String address) {
    return NetworkStack.over(link).address(address).random(new Random(seed)).start();
  }

  static AsynchronousChannelGroup newGroup(AsynchronousChannelProvider provider)
      throws IOException {
    return provider.openAsynchronousChannelGroup(
        Executors.newCachedThreadPool(task -> new Thread(task, THREAD)), 0);
  }

  AsynchronousSocketChannel socket() throws IOException {
    return AsynchronousSocketChannel.open(group);
  }

  /** A listener that is not bound yet. */
  AsynchronousServerSocketChannel listener() throws IOException {
    return AsynchronousServerSocketChannel.open(peerGroup);
  }

  AsynchronousServerSocketChannel boundListener() throws IOException {
    return listener().bind(at(0));
  }

  InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  /** Where nobody listens any more. */
  InetSocketAddress nowhere() throws IOException {
    try (AsynchronousServerSocketChannel closed = boundListener()) {
      return (InetSocketAddress) closed.getLocalAddress();
    }
  }

  /** The two ends of a connection. */
  record Ends(AsynchronousSocketChannel ours, AsynchronousSocketChannel theirs)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      ours.close();
      theirs.close();
    }
  }

  Ends connect() throws Exception {
    try (AsynchronousServerSocketChannel listener = boundListener()) {
      AsynchronousSocketChannel ours = socket();
      var connected = ours.connect(listener.getLocalAddress());
      AsynchronousSocketChannel theirs = result(listener.accept());
      result(connected);
      return new Ends(ours, theirs);
    }
  }

  static <V> V result(Future<V> future) throws Exception {
    return future.get(PATIENCE, TimeUnit.SECONDS);
  }

  static Throwable failure(Future<?> future) throws Exception {
    try {
      throw new AssertionError("no failure, but " + result(future));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** A handler that keeps what it is told. */
  static final class Told<V> implements CompletionHandler<V, String> {
    final CompletableFuture<V> outcome = new CompletableFuture<>();
    volatile String attachment;
    volatile Thread thread;

    @Override
    public void completed(V value, String attached) {
      note(attached);
      assertTrue(outcome.complete(value), "told twice");
    }

    @Override
    public void failed(Throwable failure, String attached) {
      note(attached);
      assertTrue(outcome.completeExceptionally(failure), "told twice");
    }

    private void note(String attached) {
      attachment = attached;
      thread = Thread.currentThread();
    }

    V result() throws Exception {
      return AsyncNetwork.result(outcome);
    }

    Throwable failure() throws Exception {
      return AsyncNetwork.failure(outcome);
    }
  }

  @Override
  public void close() throws Exception {
    group.shutdownNow();
    peerGroup.shutdownNow();
    assertTrue(group.awaitTermination(PATIENCE, TimeUnit.SECONDS), "its group does not end");
    assertTrue(peerGroup.awaitTermination(PATIENCE, TimeUnit.SECONDS), "its group does not end");
    if (stack != null) {
      stack.close(Duration.ZERO);
      peerStack.close(Duration.ZERO);
    }
  }
}
