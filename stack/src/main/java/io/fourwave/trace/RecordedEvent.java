package io.fourwave.trace;

import io.fourwave.ip.IpDropReason;
import io.fourwave.link.Fault;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpState;

/**
 * Something that happened, in a {@link Recording}. Ends are 0 and 1, segments are numbers in {@link
 * Recording#segments()}, times nanoseconds on the recording's clock.
 */
public sealed interface RecordedEvent {
  /** {@code timer} of the timer events for TIME-WAIT; all others are names of {@code TcpTimer}. */
  String TIME_WAIT = "TIME_WAIT";

  /** When. */
  long at();

  /**
   * A segment has left an end.
   *
   * @param state of the connection that sent it
   * @param rule why; {@link Rule#NONE} if the end was not watched from the inside
   * @param status the connection's variables just after; null if it has none, or they are not known
   */
  record Sent(long at, int end, int segment, TcpState state, Rule rule, ConnectionStatus status)
      implements RecordedEvent {}

  /**
   * A segment has reached an end, and was acted upon.
   *
   * @param before the state it met
   * @param after the state it left
   * @param rule what decided
   * @param dropped why it went no further, or null
   * @param status the connection's variables just after; null if it has none, or they are not known
   */
  record Arrived(
      long at,
      int end,
      int segment,
      TcpState before,
      TcpState after,
      Rule rule,
      TcpDropReason dropped,
      ConnectionStatus status)
      implements RecordedEvent {}

  /**
   * A segment has reached an end and went no further than IP, since it was for somebody else, say.
   */
  record Ignored(long at, int end, int segment, IpDropReason reason) implements RecordedEvent {}

  /** Something has befallen a segment on its way. */
  record Suffered(long at, int segment, Fault fault) implements RecordedEvent {
    /** Whether that was its end. */
    public boolean isLost() {
      return switch (fault) {
        case LOST, DROPPED, OVERFLOWED -> true;
        case DUPLICATED, REORDERED, CORRUPTED -> false;
      };
    }
  }

  /** A connection's state has changed. What an arrival changes comes after the arrival. */
  record Moved(
      long at, int end, ConnectionId connection, TcpState before, TcpState after, Rule rule)
      implements RecordedEvent {}

  /** A timer was set, or set anew. */
  record TimerSet(long at, int end, ConnectionId connection, String timer, long deadline)
      implements RecordedEvent {}

  /** A timer was stopped before it expired. */
  record TimerStopped(long at, int end, ConnectionId connection, String timer)
      implements RecordedEvent {}

  /** A timer has expired. */
  record TimerExpired(long at, int end, ConnectionId connection, String timer)
      implements RecordedEvent {}

  /** An application has called. */
  record Called(long at, int end, String call) implements RecordedEvent {}

  /** A part of the story begins. */
  record Step(long at, int number, String title) implements RecordedEvent {}

  /** Something to say about it. */
  record Note(long at, String text) implements RecordedEvent {}

  /** Something is claimed, and was looked at. */
  record Claim(long at, String text, boolean holds) implements RecordedEvent {}
}
