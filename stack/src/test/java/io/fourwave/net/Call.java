package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A call that runs on a thread of its own. */
final class Call<T> {
  /** What is called. */
  interface Body<T> extends Callable<T> {}

  private static final int PATIENCE = 60;

  final Thread thread;
  private final FutureTask<T> task;

  private Call(FutureTask<T> task, Thread thread) {
    this.task = task;
    this.thread = thread;
  }

  static <T> Call<T> onPlatformThread(Body<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task, "call");
    thread.setDaemon(true);
    thread.start();
    return new Call<>(task, thread);
  }

  /** None before Java 21, which has no virtual threads. */
  static Optional<Thread> virtualThread(Runnable body) {
    try {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      return Optional.of((Thread) start.invoke(null, body));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  static <T> Optional<Call<T>> onVirtualThread(Body<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    return virtualThread(task).map(thread -> new Call<>(task, thread));
  }

  /** Waits until it waits: parked, or, as the JDK's sockets, in the kernel. */
  Call<T> isBlocked() {
    await("the call blocks", () -> task.isDone() || isWaiting());
    assertTrue(!task.isDone(), "it did not block");
    return this;
  }

  private boolean isWaiting() {
    StackTraceElement[] frames = thread.getStackTrace();
    boolean inTheKernel =
        frames.length > 0
            && frames[0].isNativeMethod()
            && frames[0].getClassName().startsWith("sun.nio.ch.");
    return inTheKernel
        || thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** Whether it waits in a method of a class. */
  boolean isParkedIn(String type) {
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace()).anyMatch(f -> f.getClassName().endsWith("." + type));
  }

  T result() throws Exception {
    return task.get(PATIENCE, TimeUnit.SECONDS);
  }

  boolean isDone() {
    return task.isDone();
  }

  /** Waits for it to fail, with one of the messages. */
  void fails(Class<? extends Exception> type, String... messages) throws Exception {
    try {
      throw new AssertionError("no exception, but " + result());
    } catch (ExecutionException e) {
      assertEquals(type, e.getCause().getClass());
      String message = e.getCause().getMessage();
      assertTrue(Arrays.asList(messages).contains(message), message);
    }
  }

  /** Looks until a condition holds. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "in vain: " + what);
      Thread.onSpinWait();
    }
  }
}
