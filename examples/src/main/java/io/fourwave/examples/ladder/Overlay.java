package io.fourwave.examples.ladder;

import io.fourwave.ip.IpDropReason;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.PacketComment.Receipt;
import io.fourwave.trace.PacketComment.Sending;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import io.fourwave.wire.IpAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Puts what comments tell over events that were guessed from segments alone: states, rules, and the
 * changes of state between them. Made for one recording.
 */
final class Overlay {
  private final boolean[] inside;
  private final Queue<Optional<Sending>> sendings = new ArrayDeque<>();
  private final Queue<Optional<Receipt>> receipts = new ArrayDeque<>();
  private final Map<ConnectionId, TcpState> states = new HashMap<>();
  private final List<RecordedEvent> events = new ArrayList<>();

  /**
   * @param inside which ends' states the comments tell
   */
  Overlay(boolean[] inside) {
    this.inside = inside.clone();
  }

  /** The next segment to leave has this comment, or null. */
  void leaves(Sending sending) {
    sendings.add(Optional.ofNullable(sending));
  }

  /** The next segment to arrive has this comment, or null. */
  void arrives(Receipt receipt) {
    receipts.add(Optional.ofNullable(receipt));
  }

  /** The events, with the comments over them. */
  List<RecordedEvent> over(Recording seen) {
    for (RecordedEvent event : seen.events()) {
      if (event instanceof Sent sent) {
        sent(sent, sendings.remove().orElse(null), seen.segment(sent.segment()));
      } else if (event instanceof Arrived arrived) {
        arrived(arrived, receipts.remove().orElse(null), seen.segment(arrived.segment()));
      } else if (!(event instanceof Moved moved && inside[moved.end()])) {
        events.add(event);
      }
    }
    return Collections.unmodifiableList(events);
  }

  private void sent(Sent sent, Sending told, RecordedSegment segment) {
    if (told == null || !told.inside()) {
      events.add(sent);
      return;
    }
    ConnectionId connection = connection(segment, true);
    TcpState before = states.getOrDefault(connection, TcpState.CLOSED);
    move(sent, sent.end(), connection, before, told.state());
    events.add(new Sent(sent.at(), sent.end(), sent.segment(), told.state(), told.rule(), null));
  }

  private void arrived(Arrived arrived, Receipt told, RecordedSegment segment) {
    if (told == null || !told.inside()) {
      events.add(arrived);
      return;
    }
    IpDropReason ignored = reason(IpDropReason.values(), told.dropped());
    if (ignored != null && told.rule() == Rule.NONE && told.after() == TcpState.CLOSED) {
      events.add(new Ignored(arrived.at(), arrived.end(), arrived.segment(), ignored));
      return;
    }
    ConnectionId connection = connection(segment, false);
    TcpState before = states.getOrDefault(connection, told.before());
    if (told.before() != TcpState.LISTEN) {
      move(arrived, arrived.end(), connection, before, told.before());
    }
    Rule rule = told.rule();
    events.add(
        new Arrived(
            arrived.at(),
            arrived.end(),
            arrived.segment(),
            told.before(),
            told.after(),
            rule,
            reason(TcpDropReason.values(), told.dropped()),
            null));
    move(arrived, arrived.end(), connection, told.before(), told.after());
  }

  private static <E extends Enum<E>> E reason(E[] all, String words) {
    for (E reason : all) {
      if (Wording.words(reason.name()).equals(words)) {
        return reason;
      }
    }
    return null;
  }

  private void move(
      RecordedEvent cause, int end, ConnectionId connection, TcpState before, TcpState after) {
    states.put(connection, after);
    if (before != after) {
      events.add(new Moved(cause.at(), end, connection, before, after, Rule.NONE));
    }
  }

  private static ConnectionId connection(RecordedSegment s, boolean ofSender) {
    IpAddress local = ofSender ? s.source() : s.destination();
    IpAddress remote = ofSender ? s.destination() : s.source();
    return new ConnectionId(
        local.high(),
        local.low(),
        ofSender ? s.sourcePort() : s.destinationPort(),
        remote.high(),
        remote.low(),
        ofSender ? s.destinationPort() : s.sourcePort());
  }
}
