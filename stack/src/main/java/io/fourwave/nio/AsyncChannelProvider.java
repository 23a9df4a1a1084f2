package io.fourwave.nio;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.TcpSettings;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.IllegalChannelGroupException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Asynchronous channels over a stack, for software that takes a provider or a group: {@code
 * AsynchronousServerSocketChannel.open(group)}. Nothing of the JVM's own is replaced. Handlers run
 * on the group's threads, never on the stack's, and while no lock is held. Thread-safe.
 */
public final class AsyncChannelProvider extends AsynchronousChannelProvider {
  private final EventLoop loop;
  private final TcpSettings settings;
  private final AsyncGroup own;

  /**
   * A provider of channels over one stack.
   *
   * @param settings what its channels start with
   */
  public AsyncChannelProvider(EventLoop loop, TcpSettings settings) {
    this.loop = loop;
    this.settings = settings;
    own = new AsyncGroup(this, Executors.newCachedThreadPool(AsyncChannelProvider::daemon));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fourwave-handlers");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory) {
    return new AsyncGroup(this, Executors.newFixedThreadPool(threads, factory));
  }

  /**
   * Makes a group.
   *
   * @param executor runs handlers; it is the group's from now on, and ends with it
   * @param initialSize is of no use here: the stack has a thread of its own
   */
  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(
      ExecutorService executor, int initialSize) {
    return new AsyncGroup(this, Objects.requireNonNull(executor));
  }

  @Override
  public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
      AsynchronousChannelGroup group) {
    return new AsyncServerChannel(loop, ours(group), settings);
  }

  @Override
  public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) {
    return new AsyncSocketChannel(loop, ours(group), settings);
  }

  private AsyncGroup ours(AsynchronousChannelGroup group) {
    if (group == null) {
      return own;
    }
    if (!(group instanceof AsyncGroup async) || group.provider() != this) {
      throw new IllegalChannelGroupException();
    }
    if (async.isShutdown()) {
      throw new ShutdownChannelGroupException();
    }
    return async;
  }
}
