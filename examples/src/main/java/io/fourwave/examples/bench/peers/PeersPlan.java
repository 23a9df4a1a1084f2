package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.Row;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rows which, in order
 * @param peers who takes part beside Fourwave and the kernel
 * @param rounds how often each takes its turn in each row
 * @param turn how long a turn is
 * @param ipv6 whether to go by IPv6
 */
record PeersPlan(List<Row> rows, List<Peer> peers, int rounds, Duration turn, boolean ipv6) {
  private static final int WARM_UP = 2;

  /** How long each is busy before it counts: compilers have to see the row first. */
  Duration warmUp() {
    return turn.multipliedBy(WARM_UP);
  }

  /** How long it will take, what is around the turns left out. */
  Duration length() {
    long contestants = PeersBed.WAYS.size() + (long) peers.size();
    return turn.multipliedBy(contestants * rows.size() * (rounds + WARM_UP));
  }

  /** The protocol's name. */
  String family() {
    return ipv6 ? "IPv6" : "IPv4";
  }
}
