package io.fourwave.examples.bench.paths;

import io.fourwave.link.Bottleneck;
import io.fourwave.link.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A path.
 *
 * @param megabits a second
 * @param rtt milliseconds, of a packet that waits nowhere
 * @param trouble what goes wrong
 */
record Cell(long megabits, int rtt, Trouble trouble) {
  private static final long MEGABIT = 1_000_000;
  private static final long LEAST_QUEUE = 64_000;
  private static final double SEGMENT_BITS = 8.0 * 1448;

  /** All paths there are. */
  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (long megabits : List.of(10L, 100L, 1000L)) {
      for (int rtt : List.of(5, 50, 200)) {
        for (Trouble trouble : Trouble.values()) {
          cells.add(new Cell(megabits, rtt, trouble));
        }
      }
    }
    return cells;
  }

  /** What befalls the text, which has the trouble. */
  Faults there(long seed) {
    return delayed(Faults.parse(trouble.faults())).withSeed(seed);
  }

  /** What befalls the acknowledgements. */
  Faults back() {
    return delayed(Faults.NONE);
  }

  private Faults delayed(Faults faults) {
    long queue = Math.max(LEAST_QUEUE, megabits * MEGABIT / 8 * rtt / 1000);
    return faults
        .withDelay(Duration.ofMillis(rtt).dividedBy(2), Duration.ZERO)
        .with(new Bottleneck(megabits * MEGABIT, queue));
  }

  /** About how many megabits a second there will be, to know how many may run at once. */
  double expected() {
    double windows = Math.sqrt(1.5 / trouble.events());
    return Math.min((double) megabits, windows * SEGMENT_BITS / MEGABIT / (rtt / 1e3));
  }

  /** A long path needs longer until it is filled. */
  Duration turn(Duration ordinary) {
    return rtt >= 200 ? ordinary.multipliedBy(2) : ordinary;
  }

  @Override
  public String toString() {
    return megabits + " Mbit/s, " + rtt + " ms, " + trouble.title();
  }
}
