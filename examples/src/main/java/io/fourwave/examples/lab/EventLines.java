package io.fourwave.examples.lab;

import io.fourwave.examples.lab.Passage.Block;
import io.fourwave.tcp.Rule;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Called;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.Suffered;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedEvent.TimerSet;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Writes events as lines: a segment when it has arrived or is lost, with both ends' parts in it.
 */
final class EventLines {
  private static final String BLANK = " ".repeat(12);

  private final List<RecordedEnd> ends;
  private final Map<Integer, Sent> onTheWay = new HashMap<>();
  private Arrived last;

  EventLines(List<RecordedEnd> ends) {
    this.ends = ends;
  }

  /** An event in words; none if it needs no words, or not yet. */
  Block of(RecordedEvent event, Recording recording) {
    if (event instanceof Sent sent) {
      onTheWay.put(sent.segment(), sent);
      return Block.NONE;
    } else if (event instanceof Arrived arrived) {
      last = arrived;
      return arrival(arrived, recording.segment(arrived.segment()));
    } else if (event instanceof Suffered suffered) {
      return suffering(suffered, recording.segment(suffered.segment()));
    } else if (event instanceof Ignored ignored) {
      onTheWay.remove(ignored.segment());
      return Block.NONE; // what happens to what is not for us is no part of the story
    } else if (event instanceof Called called) {
      return Block.of(time(called.at()) + name(called.end()) + " calls: " + called.call());
    } else if (event instanceof Moved moved) {
      return movement(moved);
    } else if (event instanceof TimerExpired expired) {
      return expiry(expired);
    } else if (event instanceof TimerSet set && set.timer().equals(RecordedEvent.TIME_WAIT)) {
      String until = "waits 2 MSL, until " + seconds(set.deadline()) + " s";
      return Block.of(BLANK + name(set.end()) + " " + until);
    }
    return Block.NONE;
  }

  private Block arrival(Arrived arrived, RecordedSegment segment) {
    List<String> lines = new ArrayList<>();
    Sent sent = onTheWay.remove(segment.number());
    if (sent == null) {
      lines.add(time(arrived.at()) + heading(segment) + "   (long on its way, or forged)");
    } else {
      lines.addAll(departure(sent, segment));
    }
    boolean later = sent != null && millis(arrived.at()) != millis(sent.at());
    boolean stays = arrived.before() == arrived.after();
    String before = arrived.before().rfcName();
    String states = stays ? before : before + " -> " + arrived.after().rfcName();
    lines.add(
        (later ? time(arrived.at()) : BLANK)
            + party(arrived.end(), states, arrived.rule())
            + dropped(arrived));
    boolean plain = sent != null && stays && arrived.dropped() == null && !segment.again();
    return new Block(lines, plain);
  }

  private static String dropped(Arrived arrived) {
    return arrived.dropped() == null
        ? ""
        : "; dropped: " + arrived.dropped().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<String> departure(Sent sent, RecordedSegment segment) {
    String again = segment.again() ? "   (again)" : "";
    return List.of(
        time(sent.at()) + heading(segment) + again,
        BLANK + party(sent.end(), sent.state().rfcName(), sent.rule()));
  }

  private Block suffering(Suffered suffered, RecordedSegment segment) {
    String fault = suffered.fault().name().toLowerCase(Locale.ROOT);
    if (!suffered.isLost()) {
      return Block.of(time(suffered.at()) + heading(segment) + "   " + fault + " on its way");
    }
    Sent sent = onTheWay.remove(segment.number());
    List<String> lines = new ArrayList<>();
    if (sent != null) {
      lines.addAll(departure(sent, segment));
    }
    lines.add(BLANK + "XXXXXX  lost on its way");
    return new Block(lines, false);
  }

  /** A state that an arrival has changed was told of with it. */
  private Block movement(Moved moved) {
    boolean told =
        last != null
            && last.at() == moved.at()
            && last.end() == moved.end()
            && last.before() != last.after()
            && isOfAnArrival(moved.rule());
    if (told) {
      return Block.NONE;
    }
    String states = moved.before().rfcName() + " -> " + moved.after().rfcName();
    String line = party(moved.end(), states, moved.rule());
    return Block.of(moved.rule() == Rule.NONE ? BLANK + line : time(moved.at()) + line);
  }

  private static boolean isOfAnArrival(Rule rule) {
    return rule == Rule.NONE
        || (rule.compareTo(Rule.CLOSED_PORT) >= 0 && rule.compareTo(Rule.TIME_WAIT_REUSED) <= 0);
  }

  private Block expiry(TimerExpired expired) {
    String what =
        switch (expired.timer()) {
          case "RETRANSMIT" -> "the retransmission timer expires (RFC 6298 §5.4)";
          case "TAIL_LOSS" -> "an acknowledgement is overdue (RFC 8985 §7.2)";
          case "REORDERING" -> "what may have been late has not come (RFC 8985 §6.2)";
          case "PERSIST" -> "the persist timer expires (RFC 9293 §3.8.6.1)";
          case "USER_TIMEOUT" -> "the user timeout is over (RFC 9293 §3.8.3)";
          case "FIN_WAIT_2" -> "has waited long enough for the peer's FIN";
          default -> "";
        };
    return what.isEmpty()
        ? Block.NONE
        : Block.of(time(expired.at()) + name(expired.end()) + " " + what);
  }

  private String heading(RecordedSegment s) {
    return ends.get(s.from()).name()
        + " -> "
        + ends.get(s.to()).name()
        + "  "
        + s.name()
        + "  "
        + fields(s);
  }

  private static String fields(RecordedSegment s) {
    StringJoiner text = new StringJoiner(", ");
    if (s.sequenceLength() > 0 || s.has(TcpFlags.RST)) {
      text.add("seq " + number(s.relativeSeq(), s.seq()));
    }
    if (s.has(TcpFlags.ACK)) {
      text.add("ack " + number(s.relativeAck(), s.ack()));
    }
    text.add("win " + s.window());
    String options = s.options().replaceAll("TS val \\d+ ecr \\d+", "TS");
    if (!options.isEmpty() && !options.equals("TS")) {
      text.add("<" + options + ">");
    }
    return text.toString();
  }

  private static String number(OptionalInt relative, int absolute) {
    return relative.isPresent()
        ? Integer.toString(relative.getAsInt())
        : Integer.toUnsignedString(absolute);
  }

  private String party(int end, String states, Rule rule) {
    String why = rule == Rule.NONE ? "" : rule.sentence() + " (" + rule.source() + ")";
    return (name(end) + "  " + String.format("%-29s", states) + why).stripTrailing();
  }

  private String name(int end) {
    return ends.get(end).name();
  }

  private static String time(long nanos) {
    return String.format("%10s  ", seconds(nanos));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }
}
