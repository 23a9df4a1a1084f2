package io.fourwave.examples.web;

import io.fourwave.NetworkStack;
import io.fourwave.link.Direction;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.TcpMatch;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Packets to be lost, as the buttons ask for it. Thread-safe. */
final class Drops {
  private static final int MOST_PENDING = 20;
  private static final Map<String, Direction> WAYS =
      Map.of("stack", Direction.OUT, "kernel", Direction.IN);

  private final NetworkStack stack;
  private final FaultyLink link;

  Drops(NetworkStack stack, FaultyLink link) {
    this.stack = stack;
    this.link = link;
  }

  /**
   * Loses the next segment of a kind.
   *
   * @param from {@code stack} or {@code kernel}
   * @param kind {@code SYN}, {@code FIN}, {@code ACK} or {@code data}
   * @return what was wrong with that; empty if it is done
   */
  Optional<String> dropNext(String from, String kind) throws IOException {
    Direction way = WAYS.get(from);
    TcpMatch match =
        switch (kind) {
          case "SYN" -> TcpMatch.syn();
          case "FIN" -> TcpMatch.fin();
          case "ACK" -> TcpMatch.pureAck();
          case "data" -> TcpMatch.any().withText();
          default -> null;
        };
    if (way == null || match == null) {
      return Optional.of("there is no such button");
    }
    return stack.onLoop(
        () -> {
          if (pending(way) >= MOST_PENDING) {
            return Optional.of("twenty are waited for already");
          }
          link.path(way).drop(1, match);
          return Optional.empty();
        });
  }

  /** How many packets that someone sends are still to be lost. */
  long pending(String from) throws IOException {
    return stack.onLoop(() -> pending(WAYS.get(from)));
  }

  private long pending(Direction way) {
    return link.path(way).dropsLeft();
  }
}
