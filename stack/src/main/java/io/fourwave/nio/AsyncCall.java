package io.fourwave.nio;

import java.io.IOException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A call whose outcome may have to be waited for, and the future of that outcome. Whoever tries it
 * is its {@link AsyncSlot}, one thread at a time; it is given up by any thread.
 */
final class AsyncCall<V> extends CompletableFuture<V> {
  /** What the call does. */
  interface Attempt<V> {
    /**
     * Does it, without waiting.
     *
     * @return gives the result; null if it is too early
     */
    Supplier<V> tryNow() throws IOException;
  }

  private final AsyncChannel channel;
  private final Attempt<V> attempt;
  private Runnable told;
  private volatile Exception givenUp;
  private volatile Future<?> alarm;

  AsyncCall(AsyncChannel channel, Attempt<V> attempt) {
    this.channel = channel;
    this.attempt = attempt;
  }

  /** Has a handler told of the outcome, on a thread of the group's. To be said before it begins. */
  <A> AsyncCall<V> tell(CompletionHandler<V, ? super A> handler, A attachment) {
    Objects.requireNonNull(handler, "'handler' is null");
    told =
        () -> {
          if (isCompletedExceptionally()) {
            handler.failed(failure(), attachment);
          } else {
            handler.completed(join(), attachment);
          }
        };
    return this;
  }

  private Throwable failure() {
    return handle((value, failure) -> failure).join();
  }

  /**
   * Fails without ever having begun.
   *
   * @throws ShutdownChannelGroupException if there is a handler, and no thread left to run it
   */
  void refuse(Exception reason) {
    if (told != null && channel.group().isOver()) {
      throw new ShutdownChannelGroupException();
    }
    fail(reason);
  }

  /** Has it fail when it is tried next, unless it has an outcome by then. */
  void giveUp(Exception reason) {
    givenUp = reason;
  }

  /** Whether it ends, or has ended, for a reason of its caller's: a time-out, or a cancel. */
  boolean isGivenUp() {
    return givenUp != null || isCancelled();
  }

  /** Something to be called off when there is an outcome. */
  void alarm(Future<?> task) {
    alarm = task;
    if (isDone()) {
      task.cancel(false);
    }
  }

  /**
   * Tries.
   *
   * @return tells the outcome; null if there is none yet
   */
  Runnable attempt() {
    if (isCancelled()) {
      return () -> {};
    }
    Exception reason = givenUp;
    if (reason != null) {
      return () -> fail(reason);
    }
    try {
      Supplier<V> value = attempt.tryNow();
      return value == null ? null : () -> succeed(value.get());
    } catch (IOException | RuntimeException e) {
      return () -> fail(channel.asTold(e));
    }
  }

  private void fail(Exception reason) {
    completeExceptionally(reason);
    tellHandler();
  }

  private void succeed(V value) {
    if (!complete(value) && value instanceof AsyncChannel accepted) {
      accepted.closeQuietly(); // cancelled at the last moment: nobody will ever have it
    }
    tellHandler();
  }

  private void tellHandler() {
    Future<?> task = alarm;
    if (task != null) {
      task.cancel(false);
    }
    if (told != null) {
      channel.group().execute(told);
    }
  }

  /** Cancels, and closes the channel if it may interrupt, as the JDK's channels do. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    if (!super.cancel(mayInterrupt)) {
      return false;
    }
    if (mayInterrupt) {
      channel.closeQuietly();
    }
    channel.look();
    return true;
  }
}
