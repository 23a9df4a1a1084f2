package io.fourwave.trace;

import io.fourwave.link.Fault;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What is said beside a packet of a capture, in one line: who sent it in which state and why, what
 * befell it, who received it and what that changed. Wireshark shows it, {@code tshark -T fields -e
 * frame.comment} prints it, and {@link #parse} reads it back.
 *
 * @param sending how it left; null if it was never seen to leave
 * @param faults what befell it on its way
 * @param receipts how it arrived: twice, if the network doubled it
 */
public record PacketComment(Sending sending, List<Fault> faults, List<Receipt> receipts) {
  static final String DROPPED = "dropped: ";
  private static final String SEPARATOR = " | ";
  private static final int NO_THRESHOLD = Integer.MAX_VALUE / 2;

  /**
   * How a packet left.
   *
   * @param end the sender's name
   * @param inside whether the sender was watched from the inside; if not, the state is what its
   *     segments show
   * @param state the sender's
   * @param rule why it was sent
   * @param variables the sender's, in words; empty if they are not known
   */
  public record Sending(String end, boolean inside, TcpState state, Rule rule, String variables) {}

  /**
   * How a packet arrived.
   *
   * @param end the receiver's name
   * @param inside whether the receiver was watched from the inside
   * @param nanos how long it was on its way
   * @param before the state it met
   * @param after the state it left
   * @param rule what decided
   * @param dropped why it went no further, in words; empty if it was taken
   * @param variables the receiver's, in words; empty if they are not known
   */
  public record Receipt(
      String end,
      boolean inside,
      long nanos,
      TcpState before,
      TcpState after,
      Rule rule,
      String dropped,
      String variables) {}

  /** Copies the lists. */
  public PacketComment {
    faults = List.copyOf(faults);
    receipts = List.copyOf(receipts);
  }

  /**
   * What events tell about the one segment that they name.
   *
   * @param ends the two ends of the recording
   * @param events in their order; those that name the segment
   */
  public static PacketComment of(List<RecordedEnd> ends, List<RecordedEvent> events) {
    Sending sending = null;
    List<Fault> faults = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    long left = events.isEmpty() ? 0 : events.get(0).at();
    for (RecordedEvent event : events) {
      if (event instanceof RecordedEvent.Sent s) {
        RecordedEnd end = ends.get(s.end());
        sending = new Sending(end.name(), end.inside(), s.state(), s.rule(), variables(s.status()));
      } else if (event instanceof RecordedEvent.Suffered s) {
        faults.add(s.fault());
      } else if (event instanceof RecordedEvent.Arrived a) {
        receipts.add(receipt(ends.get(a.end()), a, a.at() - left));
      } else if (event instanceof RecordedEvent.Ignored i) {
        receipts.add(receipt(ends.get(i.end()), i, i.at() - left));
      }
    }
    return new PacketComment(sending, faults, receipts);
  }

  private static Receipt receipt(RecordedEnd end, RecordedEvent.Arrived a, long nanos) {
    return new Receipt(
        end.name(),
        end.inside(),
        nanos,
        a.before(),
        a.after(),
        a.rule(),
        a.dropped() == null ? "" : words(a.dropped()),
        variables(a.status()));
  }

  private static Receipt receipt(RecordedEnd end, RecordedEvent.Ignored i, long nanos) {
    TcpState none = TcpState.CLOSED; // TCP did not see it
    String why = words(i.reason());
    return new Receipt(end.name(), end.inside(), nanos, none, none, Rule.NONE, why, "");
  }

  /** The variables of a connection that explain what it does next; empty if there are none. */
  public static String variables(ConnectionStatus c) {
    if (c == null || c.state() == TcpState.LISTEN) {
      return "";
    }
    StringJoiner text = new StringJoiner(", ");
    text.add("cwnd " + c.cwnd());
    text.add("ssthresh " + (c.ssthresh() >= NO_THRESHOLD ? "none" : c.ssthresh()));
    text.add("rtt " + (c.smoothedRtt() == 0 ? "unknown" : millis(c.smoothedRtt())));
    text.add("rto " + millis(c.rto()));
    text.add("in flight " + (c.sndNxt() - c.sndUna()));
    text.add("peer's window " + c.sndWnd());
    if (c.timer() != null) {
      text.add("timer " + words(c.timer()) + " in " + millis(c.timerIn()));
    }
    return text.toString();
  }

  /** The comment, without the end of a line. Empty if there is nothing to say. */
  public String text() {
    StringJoiner parts = new StringJoiner(SEPARATOR);
    if (sending != null) {
      parts.add(text(sending));
      addIfAny(parts, sending.variables);
    }
    for (Fault fault : faults) {
      parts.add(text(fault));
    }
    for (Receipt receipt : receipts) {
      parts.add(text(receipt));
      addIfAny(parts, receipt.dropped.isEmpty() ? "" : DROPPED + receipt.dropped);
      addIfAny(parts, receipt.variables);
    }
    return parts.toString();
  }

  private static void addIfAny(StringJoiner parts, String part) {
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  private static String text(Sending s) {
    return name(s.end)
        + " sends"
        + (s.inside ? "" : ", seemingly")
        + " in "
        + s.state.rfcName()
        + because(s.rule);
  }

  private static String text(Receipt r) {
    String states =
        r.before == r.after
            ? "in " + r.before.rfcName()
            : "moves " + r.before.rfcName() + " -> " + r.after.rfcName();
    return name(r.end)
        + " receives after "
        + millis(r.nanos)
        + (r.inside ? "" : ", seemingly")
        + " "
        + states
        + because(r.rule);
  }

  private static String because(Rule rule) {
    return rule == Rule.NONE ? "" : ": " + rule.sentence() + " (" + rule.source() + ")";
  }

  private static String name(String end) {
    return end.replace('|', '/').replaceAll("\\p{Cntrl}", " ");
  }

  /** What a fault did, in words. */
  public static String text(Fault fault) {
    return switch (fault) {
      case LOST -> "lost on the way";
      case DROPPED -> "lost on purpose";
      case DUPLICATED -> "doubled on the way";
      case REORDERED -> "overtaken on the way";
      case CORRUPTED -> "damaged on the way";
      case OVERFLOWED -> "lost: the queue was full";
    };
  }

  /** An enum's constant in words: {@code bad checksum}. */
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
  }

  /** Reads a comment; empty if it is somebody else's. */
  public static Optional<PacketComment> parse(String text) {
    return new CommentParser().parse(text);
  }
}
