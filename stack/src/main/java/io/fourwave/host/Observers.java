package io.fourwave.host;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpDropReason;
import io.fourwave.ip.IpObserver;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.Segment;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpState;
import io.fourwave.tcp.TcpTimer;

/** Two observers as one, and one for several hosts. */
public final class Observers {
  private Observers() {}

  /** One that tells both, the first one first. */
  public static TcpObserver both(TcpObserver first, TcpObserver second) {
    if (first == TcpObserver.NONE) {
      return second;
    }
    return second == TcpObserver.NONE ? first : new BothTcp(first, second);
  }

  /** One that tells both, the first one first. */
  public static IpObserver both(IpObserver first, IpObserver second) {
    if (first == IpObserver.NONE) {
      return second;
    }
    return second == IpObserver.NONE ? first : new BothIp(first, second);
  }

  /** One that several hosts may tell, each from its own thread; it sees one call at a time. */
  static TcpObserver oneAtATime(TcpObserver observer) {
    return observer == TcpObserver.NONE ? observer : new LockedObserver(observer);
  }

  /** One that several hosts may tell, each from its own thread; it sees one call at a time. */
  static IpObserver oneAtATime(IpObserver observer) {
    return observer == IpObserver.NONE ? observer : new LockedIpObserver(observer);
  }

  private record BothTcp(TcpObserver first, TcpObserver second) implements TcpObserver {
    @Override
    public void segmentArrived(Segment seg, TcpState before, TcpState after, Rule rule, long now) {
      first.segmentArrived(seg, before, after, rule, now);
      second.segmentArrived(seg, before, after, rule, now);
    }

    @Override
    public void segmentSent(Segment seg, TcpState state, Rule rule, long now) {
      first.segmentSent(seg, state, rule, now);
      second.segmentSent(seg, state, rule, now);
    }

    @Override
    public void stateChanged(
        ConnectionId connection, TcpState before, TcpState after, Rule rule, long now) {
      first.stateChanged(connection, before, after, rule, now);
      second.stateChanged(connection, before, after, rule, now);
    }

    @Override
    public void dropped(TcpDropReason reason) {
      first.dropped(reason);
      second.dropped(reason);
    }

    @Override
    public void counted(TcpEvent event) {
      first.counted(event);
      second.counted(event);
    }

    @Override
    public void about(Connection connection, long now) {
      first.about(connection, now);
      second.about(connection, now);
    }

    @Override
    public void timerExpired(Connection connection, TcpTimer timer, long now) {
      first.timerExpired(connection, timer, now);
      second.timerExpired(connection, timer, now);
    }

    @Override
    public void waitsUntil(ConnectionId connection, long deadline, long now) {
      first.waitsUntil(connection, deadline, now);
      second.waitsUntil(connection, deadline, now);
    }

    @Override
    public boolean seesSegments() {
      return first.seesSegments() || second.seesSegments();
    }
  }

  private record BothIp(IpObserver first, IpObserver second) implements IpObserver {
    @Override
    public void dropped(IpDropReason reason) {
      first.dropped(reason);
      second.dropped(reason);
    }

    @Override
    public void echoAnswered() {
      first.echoAnswered();
      second.echoAnswered();
    }

    @Override
    public void errorSent() {
      first.errorSent();
      second.errorSent();
    }

    @Override
    public void errorArrived(IcmpError.Kind kind) {
      first.errorArrived(kind);
      second.errorArrived(kind);
    }

    @Override
    public void reassembled() {
      first.reassembled();
      second.reassembled();
    }
  }
}
