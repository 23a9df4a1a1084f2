package io.fourwave.trace;

import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;

/** Tells two what a host tells one. */
record TwoObservers(TcpObserver one, TcpObserver other) implements TcpObserver {
  @Override
  public boolean seesSegments() {
    return true;
  }

  @Override
  public void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {
    one.segmentArrived(seg, before, after, rule, now);
    other.segmentArrived(seg, before, after, rule, now);
  }

  @Override
  public void segmentSent(Segment seg, TcpState state, Rule rule, long now) {
    one.segmentSent(seg, state, rule, now);
    other.segmentSent(seg, state, rule, now);
  }

  @Override
  public void stateChanged(
      ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {
    one.stateChanged(connection, before, after, rule, now);
    other.stateChanged(connection, before, after, rule, now);
  }

  @Override
  public void dropped(TcpDropReason reason) {
    one.dropped(reason);
    other.dropped(reason);
  }

  @Override
  public void about(Connection connection, long now) {
    one.about(connection, now);
    other.about(connection, now);
  }

  @Override
  public void timerExpired(Connection connection, TcpTimer timer, long now) {
    one.timerExpired(connection, timer, now);
    other.timerExpired(connection, timer, now);
  }

  @Override
  public void waitsUntil(ConnectionId connection, long deadline, long now) {
    one.waitsUntil(connection, deadline, now);
    other.waitsUntil(connection, deadline, now);
  }
}
