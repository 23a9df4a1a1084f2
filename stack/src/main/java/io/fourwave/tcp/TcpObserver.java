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

  /** Whether {@link #segmentSent} wants calls; if not, none of their cost is paid. */
  default boolean seesSegments() {
    return false;
  }
}
