package io.fourwave.trace;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the story of TCP's segments, one line for each as tcpdump would print it, and below it what
 * was made of it and by which rule:
 *
 * <pre>
 * 0.001200 &lt;-- 192.0.2.1.40000 &gt; 192.0.2.2.7: Flags [F.], seq 11, ack 1, win 502, length 0
 *              ESTABLISHED -&gt; CLOSE-WAIT  FIN in order: the peer has closed (RFC 9293 §3.10.7.4)
 * </pre>
 *
 * <p>{@code <--} arrives, {@code -->} leaves. Sequence numbers count from the SYN, as long as it
 * was seen by this log and the connection is one of the last thousand or so. What an arriving
 * segment causes at once is told after it. Called on the host's thread, on which it calls the
 * consumer.
 */
public final class TraceLog implements TcpObserver {
  private static final String INDENT = " ".repeat(13);

  /**
   * Why segments are sent that no connection sends: at once, while one that arrived is dealt with.
   */
  private static final Set<Rule> ANSWERS =
      EnumSet.of(
          Rule.CLOSED_PORT,
          Rule.LISTEN_ACK,
          Rule.SYN_SENT_BAD_ACK,
          Rule.TEXT_AFTER_CLOSE,
          Rule.TIME_WAIT_FIN,
          Rule.TIME_WAIT_RESET,
          Rule.TIME_WAIT_OLD);

  private final Consumer<String> lines;
  private final SegmentLine segmentLine;
  private final SequenceOrigins origins = new SequenceOrigins();
  private final List<String> caused = new ArrayList<>();
  private ConnectionId moved;
  private ConnectionId gone;

  /**
   * Makes a log.
   *
   * @param lines takes each line, without its end
   * @param zero the time that the log calls 0, in nanoseconds
   */
  public TraceLog(Consumer<String> lines, long zero) {
    this.lines = Objects.requireNonNull(lines, "lines");
    this.segmentLine = new SegmentLine(zero);
  }

  @Override
  public boolean seesSegments() {
    return true;
  }

  @Override
  public void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {
    ConnectionId connection = SequenceOrigins.id(seg);
    if (moved != null && !moved.equals(connection)) {
      tellCaused(); // by an ICMP message, not by a segment
    }
    if (opens(seg, before, after, rule)) {
      origins.remoteBegins(connection, seg.seq());
    }
    lines.accept(segmentLine.arrival(seg, origins.of(connection), now));
    if (moved == null && before != after) {
      lines.accept(arrow(before, after, rule));
    } else if (moved == null && rule != Rule.NONE) {
      lines.accept(INDENT + before.rfcName() + "  " + because(rule));
    }
    tellCaused();
  }

  /** Whether the segment's SYN is the one its connection counts from. */
  private static boolean opens(Segment seg, TcpState before, TcpState after, Rule rule) {
    boolean waited = before == TcpState.LISTEN || before == TcpState.SYN_SENT;
    boolean accepted = waited || rule == Rule.TIME_WAIT_REUSED;
    return seg.hasSyn() && accepted && after.isSynchronized();
  }

  @Override
  public void segmentSent(Segment seg, TcpState state, Rule rule, long now) {
    ConnectionId connection = SequenceOrigins.id(seg);
    if (seg.hasSyn()) {
      origins.localBegins(connection, seg.seq());
    }
    boolean later = ANSWERS.contains(rule) || connection.equals(moved);
    tell(segmentLine.departure(seg, origins.of(connection), now), later);
    if (rule != Rule.NONE) {
      tell(INDENT + state.rfcName() + "  " + because(rule), later);
    }
  }

  @Override
  public void stateChanged(
      ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {
    gone = after == TcpState.CLOSED ? connection : gone;
    if (isOfAnArrival(rule)) {
      moved = connection;
      caused.add(arrow(before, after, rule));
    } else {
      tellCaused();
      lines.accept(segmentLine.change(connection, now) + arrow(before, after, rule).strip());
    }
  }

  @Override
  public void dropped(TcpDropReason reason) {
    String line = INDENT + "dropped: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    switch (reason) {
      case TRUNCATED, BAD_DATA_OFFSET, BAD_CHECKSUM, BAD_PORT, TO_GROUP -> lines.accept(line);
      default -> caused.add(line); // of a segment that could be read, and that follows
    }
  }

  /** What an arrival causes is kept back: TCP tells of the arrival only when all is done. */
  private void tell(String line, boolean later) {
    if (later) {
      caused.add(line);
    } else {
      tellCaused();
      lines.accept(line);
    }
  }

  private void tellCaused() {
    caused.forEach(lines);
    caused.clear();
    moved = null;
    if (gone != null) {
      origins.forget(gone);
      gone = null;
    }
  }

  private static boolean isOfAnArrival(Rule rule) {
    return rule.compareTo(Rule.CLOSED_PORT) >= 0 && rule.compareTo(Rule.TIME_WAIT_REUSED) <= 0;
  }

  private static String arrow(TcpState before, TcpState after, Rule rule) {
    String states = INDENT + before.rfcName() + " -> " + after.rfcName();
    return rule == Rule.NONE ? states : states + "  " + because(rule);
  }

  private static String because(Rule rule) {
    return rule.sentence() + " (" + rule.source() + ")";
  }
}
