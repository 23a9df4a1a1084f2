package io.fourwave.tcp;

import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;

/** Makes the snapshots of STATUS (RFC 9293 §3.10.6). */
final class Status {
  private Status() {}

  static ConnectionStatus of(Connection c, long now) {
    TcpTimer timer = c.timers.nextTold();
    return new ConnectionStatus(
        c.id.local(),
        c.id.remote(),
        c.state,
        c.outgoing().available(),
        c.incoming().available(),
        c.outgoing().limit(),
        c.incoming().limit(),
        c.outgoing().allocated() + c.incoming().allocated(),
        (c.snd.una - c.snd.iss) & 0xffff_ffffL,
        (c.snd.nxt - c.snd.iss) & 0xffff_ffffL,
        c.snd.wnd,
        (c.rcv.nxt - c.rcv.irs) & 0xffff_ffffL,
        c.rcv.wnd(),
        c.segmentSize,
        c.congestion.name(),
        c.congestion.window(),
        c.congestion.slowStartThreshold(),
        c.rtt.smoothed(),
        c.rtt.variation(),
        c.rtt.timeout(),
        c.retransmissions,
        c.undone,
        c.rtt.timeouts(),
        timer,
        timer == null ? 0 : c.timers.deadline(timer) - now,
        c.agreed.inWords() + UserTimeout.inWords(c));
  }

  static ConnectionStatus of(Listener l) {
    IpAddress address = l.anyAddress ? IpAddress.ANY_V6 : new IpAddress(l.localHigh, l.localLow);
    InetSocketAddress local = new InetSocketAddress(address.toInetAddress(), l.port);
    return bare(local, null, l.state, l.backlog, l.waiting(), 0);
  }

  static ConnectionStatus of(TimeWaitTable waits, int entry, long now) {
    ConnectionId id = waits.id(entry);
    long left = waits.deadline(entry) - now;
    return bare(id.local(), id.remote(), TcpState.TIME_WAIT, 0, 0, left);
  }

  private static ConnectionStatus bare(
      InetSocketAddress local,
      InetSocketAddress remote,
      TcpState state,
      int sendQueue,
      int receiveQueue,
      long timerIn) {
    return new ConnectionStatus(
        local,
        remote,
        state,
        sendQueue,
        receiveQueue,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        "",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        timerIn,
        "");
  }
}
