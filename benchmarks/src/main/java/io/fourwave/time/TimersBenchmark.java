package io.fourwave.time;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Deadlines among many others, which lie within two hours as those of idle connections do. What a
 * connection does with nearly every acknowledgement, postponing, does not touch the queue: it is
 * the comparison of {@link #postponeByNotTouching}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Xmx2g")
public class TimersBenchmark {
  private static final long RANGE = TimeUnit.HOURS.toNanos(2);
  private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(200);

  /** Entries in the queue. */
  @Param({"1000", "1000000"})
  public int entries;

  private final SplittableRandom random = new SplittableRandom(1);
  private final TimerQueue queue = new TimerQueue();
  private final Counting one = new Counting();
  private Counting[] all;
  private long now;
  private long expiries;

  private final class Counting extends TimerQueue.Entry {
    @Override
    protected void expired(long time) {
      expiries++;
      queue.schedule(this, time + 1 + random.nextLong(RANGE));
    }
  }

  /** Fills the queue. */
  @Setup
  public void fill() {
    all = new Counting[entries];
    for (int i = 0; i < entries; i++) {
      all[i] = new Counting();
      queue.schedule(all[i], random.nextLong(RANGE));
    }
    queue.schedule(one, TIMEOUT);
  }

  /** A retransmission timer of a connection that had none is set, and cancelled. */
  @Benchmark
  public int setAndCancel() {
    queue.cancel(one);
    queue.schedule(one, now + TIMEOUT);
    return queue.size();
  }

  /** Some entry's deadline becomes later, within the queue. */
  @Benchmark
  public int postpone() {
    queue.schedule(all[random.nextInt(entries)], random.nextLong(RANGE));
    return queue.size();
  }

  /** The same the way connections do it. */
  @Benchmark
  public boolean postponeByNotTouching() {
    return all[random.nextInt(entries)].expiresBy(RANGE);
  }

  /** The next entry expires, and is set again. */
  @Benchmark
  public long expire() {
    now = queue.nextDeadline();
    queue.advanceTo(now);
    return expiries;
  }
}
