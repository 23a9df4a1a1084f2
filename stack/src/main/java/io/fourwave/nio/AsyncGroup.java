package io.fourwave.nio;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Channels that share the threads on which their handlers run. It ends when it was shut down and
 * its last channel is closed; its threads end then.
 */
final class AsyncGroup extends AsynchronousChannelGroup {
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor alarms;
  private final Set<AsyncChannel> channels = ConcurrentHashMap.newKeySet();

  /** Open channels, and calls that have not been told their outcome. */
  private final AtomicInteger inside = new AtomicInteger();

  private volatile boolean shut;

  /** A group whose handlers run on threads that nobody else shuts down. */
  AsyncGroup(AsynchronousChannelProvider provider, ExecutorService threads) {
    super(provider);
    this.threads = threads;
    alarms = new ScheduledThreadPoolExecutor(1, AsyncGroup::daemon);
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fourwave-timeouts");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes a channel in, until {@link #remove}. */
  void add(AsyncChannel channel) {
    enter();
    channels.add(channel);
    if (shut) { // asked last: who shuts down now sees the channel
      remove(channel);
      throw new ShutdownChannelGroupException();
    }
  }

  /** The channel is closed. */
  void remove(AsyncChannel channel) {
    if (channels.remove(channel)) {
      leave();
    }
  }

  /** Something begins that the threads are needed for. */
  void enter() {
    inside.incrementAndGet();
  }

  /** It is over, and the threads know all that they have to do about it. */
  void leave() {
    if (inside.decrementAndGet() == 0 && shut) {
      end();
    }
  }

  /** Runs a handler. If the threads were shut down by somebody else, it runs nevertheless. */
  void execute(Runnable handler) {
    try {
      threads.execute(handler);
    } catch (RejectedExecutionException e) {
      alarms.execute(handler);
    }
  }

  Future<?> schedule(Runnable alarm, long delay, TimeUnit unit) {
    return alarms.schedule(alarm, delay, unit);
  }

  /** Whether no handler can be run any more. */
  boolean isOver() {
    return alarms.isShutdown();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public void shutdown() {
    shut = true;
    if (inside.get() == 0) {
      end();
    }
  }

  private void end() {
    threads.shutdown();
    alarms.shutdown();
  }

  @Override
  public void shutdownNow() throws IOException {
    shutdown();
    for (AsyncChannel channel : channels) {
      channel.close();
    }
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
