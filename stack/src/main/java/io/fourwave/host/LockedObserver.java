package io.fourwave.host;

import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;

/** Tells an observer of several hosts' doings, one at a time: their threads wait for each other. */
record LockedObserver(TcpObserver observer) implements TcpObserver {
  @Override
  public void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {
    synchronized (observer) {
      observer.segmentArrived(seg, before, after, rule, now);
    }
  }

  @Override
  public void segmentSent(Segment seg, TcpState state, Rule rule, long now) {
    synchronized (observer) {
      observer.segmentSent(seg, state, rule, now);
    }
  }

  @Override
  public void stateChanged(
      ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {
    synchronized (observer) {
      observer.stateChanged(connection, before, after, rule, now);
    }
  }

  @Override
  public void dropped(TcpDropReason reason) {
    synchronized (observer) {
      observer.dropped(reason);
    }
  }

  @Override
  public void counted(TcpEvent event) {
    synchronized (observer) {
      observer.counted(event);
    }
  }

  @Override
  public void about(Connection connection, long now) {
    synchronized (observer) {
      observer.about(connection, now);
    }
  }

  @Override
  public void timerExpired(Connection connection, TcpTimer timer, long now) {
    synchronized (observer) {
      observer.timerExpired(connection, timer, now);
    }
  }

  @Override
  public void waitsUntil(ConnectionId connection, long deadline, long now) {
    synchronized (observer) {
      observer.waitsUntil(connection, deadline, now);
    }
  }

  @Override
  public boolean seesSegments() {
    synchronized (observer) {
      return observer.seesSegments();
    }
  }
}
