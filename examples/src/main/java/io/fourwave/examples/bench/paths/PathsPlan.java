package io.fourwave.examples.bench.paths;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param cells which paths
 * @param rounds how often each sender takes its turn, each time with another seed
 * @param turn how long a turn is; on the longest paths it is twice as long
 * @param share how long two flows share a bottleneck
 */
record PathsPlan(List<Cell> cells, int rounds, Duration turn, Duration share) {
  /** What all turns that run at once may carry together, in megabits a second. */
  private static final double AT_ONCE = 220;

  private static final int SENDERS = Sender.values().length * Algorithm.values().length;
  private static final int MOST_LANES = 3 * SENDERS;

  /** Turns that run at once over a path: all, those of a round, those to be compared, or one. */
  int atOnce(Cell cell) {
    for (int turns : new int[] {lanes(), SENDERS, Sender.values().length}) {
      if (turns * cell.expected() <= AT_ONCE) {
        return turns;
      }
    }
    return 1;
  }

  /** How many lanes that needs. */
  int lanes() {
    return Math.min(MOST_LANES, rounds * SENDERS);
  }

  /** How long it will take, what is around the turns left out. */
  Duration length() {
    Duration sum = share.multipliedBy(Shares.PATHS.size());
    for (Cell cell : cells) {
      int batches = (rounds * SENDERS + atOnce(cell) - 1) / atOnce(cell);
      sum = sum.plus(cell.turn(turn).multipliedBy(batches));
    }
    return sum;
  }
}
