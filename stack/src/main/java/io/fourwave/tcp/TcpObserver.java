package io.fourwave.tcp;

/**
 * Is told what TCP does, for counters, traces and captures. All methods run on the host's thread
 * and must not keep a view. One must not call back into the host.
 */
public interface TcpObserver {
  /** Sees nothing. */
  TcpObserver NONE = new TcpObserver() {};

  /**
   * A segment has arrived and was acted upon.
   *
   * @param seg as it arrived
   * @param before the state it met: CLOSED if there was no connection
   * @param after the state it left
   * @param rule what decided
   */
  default void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {}

  /**
   * A segment is on its way out.
   *
   * @param state of the connection that sends it; CLOSED for a stray reset
   * @param rule why it is sent
   */
  default void segmentSent(Segment seg, TcpState state, Rule rule, long now) {}

  /** A connection's state has changed. */
  default void stateChanged(
      ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {}

  /** A segment was dropped, counted under a reason. */
  default void dropped(TcpDropReason reason) {}

  /** Something worth counting has happened. */
  default void counted(TcpEvent event) {}

  /**
   * The segment that was told of last, arrived or sent, was this connection's, whose variables are
   * now as the segment has left them. Only if {@link #seesSegments}.
   */
  default void about(Connection connection, long now) {}

  /** A timer has expired; what that causes follows. Only if {@link #seesSegments}. */
  default void timerExpired(Connection connection, TcpTimer timer, long now) {}

  /**
   * A connection waits in TIME-WAIT, or waits anew. Only if {@link #seesSegments}.
   *
   * @param deadline when 2 MSL will be over, in nanoseconds
   */
  default void waitsUntil(ConnectionId connection, long deadline, long now) {}

  /** Whether segments and what else names this is of interest; if not, no cost is paid. */
  default boolean seesSegments() {
    return false;
  }
}
