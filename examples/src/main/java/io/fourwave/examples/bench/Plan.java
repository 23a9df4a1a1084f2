package io.fourwave.examples.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rows which, in order
 * @param ways in which each row is served, in order; the first is what the others are compared with
 * @param rounds how often each way takes its turn in each row
 * @param turn how long a turn is
 * @param ipv6 whether to go by IPv6
 */
record Plan(List<Row> rows, List<Way> ways, int rounds, Duration turn, boolean ipv6) {
  private static final int WARM_UP = 3;

  /** How long each way is busy before it counts: its compilers have to see the row first. */
  Duration warmUp() {
    return turn.multipliedBy(WARM_UP);
  }

  /** How long it will take, what is around the turns left out. */
  Duration length() {
    return turn.multipliedBy((long) ways.size() * rows.size() * (rounds + WARM_UP));
  }

  /** The protocol's name. */
  String family() {
    return ipv6 ? "IPv6" : "IPv4";
  }
}
