package io.fourwave.examples.serve;

import io.fourwave.link.Direction;
import io.fourwave.link.Fault;
import io.fourwave.link.Packet;
import java.util.Locale;

/** Says, in a line that suits a trace, what a bad link has done to a packet. */
final class Losses {
  private static final String INDENT = " ".repeat(13);

  private Losses() {}

  /** The line, without its end. */
  static String line(Fault fault, Direction way, Packet packet) {
    String fate =
        switch (fault) {
          case LOST, DROPPED, OVERFLOWED -> "lost";
          default -> fault.name().toLowerCase(Locale.ROOT);
        };
    String on = way == Direction.OUT ? "out" : "in";
    return INDENT + fate + " on its way " + on + ": a packet of " + packet.length() + " octets";
  }
}
