package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Line.Look;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the picture and the narration say things. */
final class Wording {
  /** Rules that say nothing that the arrow does not. */
  private static final Set<Rule> ORDINARY =
      EnumSet.of(
          Rule.NONE,
          Rule.SEND,
          Rule.SEND_ACK,
          Rule.SEND_SYN,
          Rule.SEND_SYN_ACK,
          Rule.TEXT,
          Rule.ACKED);

  private Wording() {}

  /** A segment at its arrow: what it is, and its numbers. */
  static List<Line> label(RecordedSegment s) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(s.name(), Look.NAME));
    lines.add(new Line(numbers(s), Look.NUMBERS));
    if (s.again()) {
      lines.add(new Line("again", Look.BAD));
    }
    return lines;
  }

  /** Sequence numbers, counted from the SYNs where these were seen. */
  static String numbers(RecordedSegment s) {
    StringBuilder text = new StringBuilder();
    boolean bare = s.sequenceLength() == 0 && s.has(TcpFlags.ACK) && !s.has(TcpFlags.RST);
    if (!bare) {
      text.append("seq ")
          .append(number(s.relativeSeq().isPresent(), s.relativeSeq().orElse(s.seq())));
    }
    if (s.has(TcpFlags.ACK)) {
      text.append(bare ? "ack " : " ack ");
      text.append(number(s.relativeAck().isPresent(), s.relativeAck().orElse(s.ack())));
    }
    if (s.window() == 0 && !s.has(TcpFlags.RST)) {
      text.append(" win 0");
    }
    return s.options().contains("sack ") ? text + " sack" : text.toString();
  }

  private static String number(boolean relative, int number) {
    return relative ? Integer.toString(number) : Integer.toUnsignedString(number);
  }

  /** A change of state. */
  static Line state(TcpState state) {
    return new Line("\u2192 " + state.rfcName(), Look.STATE, state);
  }

  /** Why, and where that stands; nothing for what goes without saying. */
  static List<Line> why(Rule rule) {
    return ORDINARY.contains(rule)
        ? List.of()
        : List.of(new Line(rule.sentence(), Look.WHY), new Line(rule.source(), Look.SOURCE));
  }

  /** Why, in a sentence of the narration; empty if there is no rule. */
  static String because(Rule rule) {
    return rule == Rule.NONE ? "" : rule.sentence() + " (" + rule.source() + ")";
  }

  /** What has expired. */
  static String timer(String name) {
    return switch (name) {
      case RecordedEvent.TIME_WAIT -> "2 MSL are over";
      case "RETRANSMIT" -> "retransmission timer expires";
      case "TAIL_LOSS" -> "an ACK is overdue";
      case "REORDERING" -> "what may have been late is lost";
      case "PERSIST" -> "persist timer expires";
      case "DELAYED_ACK" -> "delayed ACK is due";
      case "KEEP_ALIVE" -> "keep-alive timer expires";
      case "USER_TIMEOUT" -> "user timeout expires";
      case "FIN_WAIT_2" -> "FIN-WAIT-2 has lasted long enough";
      case "LINGER" -> "linger time is over";
      default -> words(name) + " expires";
    };
  }

  /** An enum's name in words. */
  static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A length of time, to three digits or so. */
  static String length(long nanos) {
    if (nanos >= 100_000_000_000L) {
      return String.format(Locale.ROOT, "%.0f s", nanos / 1e9);
    }
    if (nanos >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
    if (nanos >= 100_000_000) {
      return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
    return String.format(Locale.ROOT, nanos >= 1_000_000 ? "%.1f ms" : "%.3f ms", nanos / 1e6);
  }

  /** A point in time. */
  static String time(long nanos) {
    return String.format(Locale.ROOT, "%.4f s", nanos / 1e9);
  }
}
