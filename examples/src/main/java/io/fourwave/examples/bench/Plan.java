package io.fourwave.examples.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rows which, in order
 * @param rounds how often each side takes its turn in each row
 * @param turn how long a turn is
 * @param ipv6 whether to go by IPv6
 */
record Plan(List<Row> rows, int rounds, Duration turn, boolean ipv6) {
  private static final int WARM_UP = 2;

  /** How long each side is busy before it counts: its compilers have to see the row first. */
  Duration warmUp() {
    return turn.multipliedBy(WARM_UP);
  }

  /** How long it will take, what is around the turns left out. */
  Duration length() {
    return turn.multipliedBy(2L * rows.size() * (rounds + WARM_UP));
  }

  /** The protocol's name. */
  String family() {
    return ipv6 ? "IPv6" : "IPv4";
  }
}
