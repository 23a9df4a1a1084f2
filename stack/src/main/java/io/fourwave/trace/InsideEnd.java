package io.fourwave.trace;

import io.fourwave.ip.IpDropReason;
import io.fourwave.ip.IpObserver;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;
import io.fourwave.wire.IpAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An end of a recording that is watched from the inside: knows which segment is being dealt with,
 * and keeps what was decided until the segment is on the wire, or all is told of its arrival.
 */
final class InsideEnd implements TcpObserver, IpObserver {
  private static final int MOST_UNSENT = 10_000;
  private static final int NO_SEGMENT = -1;
  private static final long OFF = Long.MAX_VALUE;
  private static final TcpTimer[] TIMERS = told();

  private record Decided(TcpPacket.Key key, TcpState state, Rule rule, ConnectionStatus status) {}

  private final Recorder recorder;
  private final int end;
  private final ArrayDeque<Decided> decided = new ArrayDeque<>();
  private final Map<ConnectionId, long[]> deadlines = new HashMap<>();
  private final List<RecordedEvent> caused = new ArrayList<>();
  private RecordedEvent.Arrived arrived;
  private int arriving = NO_SEGMENT;
  private long arrivingAt;
  private TcpDropReason dropped;

  InsideEnd(Recorder recorder, int end) {
    this.recorder = recorder;
    this.end = end;
  }

  /** A segment is about to be handed to the host. */
  void reached(int segment, long now) {
    settle();
    arriving = segment;
    arrivingAt = now;
  }

  /** Tells what is known of a segment that goes onto the wire. */
  RecordedEvent.Sent leaves(TcpPacket.Key key, int segment, long now) {
    settle();
    for (Iterator<Decided> all = decided.iterator(); all.hasNext(); ) {
      Decided one = all.next();
      if (one.key.equals(key)) {
        all.remove();
        return new RecordedEvent.Sent(now, end, segment, one.state, one.rule, one.status);
      }
    }
    return new RecordedEvent.Sent(now, end, segment, TcpState.CLOSED, Rule.NONE, null);
  }

  @Override
  public boolean seesSegments() {
    return true;
  }

  @Override
  public void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {
    if (arriving != NO_SEGMENT) {
      arrived =
          new RecordedEvent.Arrived(at(now), end, arriving, before, after, rule, dropped, null);
      arriving = NO_SEGMENT;
      dropped = null;
    }
  }

  @Override
  public void segmentSent(Segment seg, TcpState state, Rule rule, long now) {
    if (arriving == NO_SEGMENT) {
      settle();
    }
    IpAddress local = new IpAddress(seg.localHigh(), seg.localLow());
    IpAddress remote = new IpAddress(seg.remoteHigh(), seg.remoteLow());
    TcpPacket.Flow flow = new TcpPacket.Flow(local, seg.localPort(), remote, seg.remotePort());
    TcpPacket.Key key =
        new TcpPacket.Key(flow, seg.seq(), seg.ack(), seg.flags(), seg.textLength());
    decided.add(new Decided(key, state, rule, null));
    if (decided.size() > MOST_UNSENT) {
      decided.remove();
    }
  }

  @Override
  public void about(Connection c, long now) {
    ConnectionStatus status = c.status(now);
    if (arrived != null) {
      RecordedEvent.Arrived a = arrived;
      arrived =
          new RecordedEvent.Arrived(
              a.at(), end, a.segment(), a.before(), a.after(), a.rule(), a.dropped(), status);
      settle();
    } else if (!decided.isEmpty()) {
      Decided last = decided.removeLast();
      decided.add(new Decided(last.key, last.state, last.rule, status));
    }
    compareTimers(c, now);
  }

  /** All but pacing, which would be an event for nearly every segment. */
  private static TcpTimer[] told() {
    EnumSet<TcpTimer> all = EnumSet.complementOf(EnumSet.of(TcpTimer.PACING));
    return all.toArray(new TcpTimer[0]);
  }

  private void compareTimers(Connection c, long now) {
    long[] known = deadlines.computeIfAbsent(c.id(), id -> allOff());
    for (TcpTimer timer : TIMERS) {
      long deadline = c.deadline(timer);
      if (deadline == known[timer.ordinal()]) {
        continue;
      }
      known[timer.ordinal()] = deadline;
      recorder.add(
          deadline == OFF
              ? new RecordedEvent.TimerStopped(at(now), end, c.id(), timer.name())
              : new RecordedEvent.TimerSet(at(now), end, c.id(), timer.name(), at(deadline)));
    }
    if (c.state() == TcpState.CLOSED || c.state() == TcpState.TIME_WAIT) {
      deadlines.remove(c.id());
    }
  }

  private static long[] allOff() {
    long[] off = new long[TIMERS.length];
    Arrays.fill(off, OFF);
    return off;
  }

  @Override
  public void timerExpired(Connection c, TcpTimer timer, long now) {
    tell(new RecordedEvent.TimerExpired(at(now), end, c.id(), timer.name()));
    long[] known = deadlines.get(c.id());
    if (known != null) {
      known[timer.ordinal()] = OFF;
    }
  }

  @Override
  public void waitsUntil(ConnectionId connection, long deadline, long now) {
    long until = at(deadline);
    tell(new RecordedEvent.TimerSet(at(now), end, connection, RecordedEvent.TIME_WAIT, until));
  }

  @Override
  public void stateChanged(
      ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {
    if (rule == Rule.TWO_MSL_OVER) {
      tell(new RecordedEvent.TimerExpired(at(now), end, connection, RecordedEvent.TIME_WAIT));
    }
    tell(new RecordedEvent.Moved(at(now), end, connection, before, after, rule));
    if (after == TcpState.CLOSED || after == TcpState.TIME_WAIT) {
      stopTimers(connection, now);
    }
  }

  private void stopTimers(ConnectionId connection, long now) {
    long[] known = deadlines.remove(connection);
    for (int i = 0; known != null && i < known.length; i++) {
      if (known[i] != OFF) {
        tell(new RecordedEvent.TimerStopped(at(now), end, connection, TIMERS[i].name()));
      }
    }
  }

  @Override
  public void dropped(TcpDropReason reason) {
    if (arriving == NO_SEGMENT) {
      return;
    }
    dropped = reason;
    switch (reason) {
      case TRUNCATED, BAD_DATA_OFFSET, BAD_CHECKSUM, BAD_PORT, TO_GROUP -> {
        TcpState none = TcpState.CLOSED; // it was not even found out whose it is
        segmentArrived(null, none, none, Rule.NONE, arrivingAt);
      }
      default -> {
        // told of together with the arrival, which follows
      }
    }
  }

  @Override
  public void dropped(IpDropReason reason) {
    if (arriving != NO_SEGMENT) {
      recorder.add(new RecordedEvent.Ignored(at(arrivingAt), end, arriving, reason));
      arriving = NO_SEGMENT;
    }
  }

  /** A time of the host's, on the recording's clock. */
  private long at(long time) {
    return recorder.onItsClock(time);
  }

  /** What an arrival causes is told after it. */
  private void tell(RecordedEvent event) {
    if (arriving == NO_SEGMENT) {
      settle();
      recorder.add(event);
    } else {
      caused.add(event);
    }
  }

  /** Tells of an arrival that all is known of by now. */
  void settle() {
    if (arrived != null) {
      recorder.add(arrived);
      arrived = null;
    }
    caused.forEach(recorder::add);
    caused.clear();
  }
}
