package io.fourwave.tcp.conversation;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The eleven states of RFC 9293 §3.3.2 as the beginnings of conversations, with the variants that
 * its rules tell apart. All that was due is sent; we opened actively unless it says otherwise.
 */
public enum Situation {
  /** Nobody is there. */
  CLOSED(TcpState.CLOSED),
  /** A listener, and nothing else. */
  LISTEN(TcpState.LISTEN),
  /** Our SYN is sent. */
  SYN_SENT(TcpState.SYN_SENT),
  /** The peer's SYN came to a listener, our SYN,ACK is sent. */
  SYN_RECEIVED(TcpState.SYN_RECEIVED),
  /** Both opened at once, our SYN,ACK is sent. */
  SYN_RECEIVED_ACTIVELY(TcpState.SYN_RECEIVED),
  /** Open; nothing was said yet. */
  ESTABLISHED(TcpState.ESTABLISHED),
  /** Open; we have said 1,000 octets, of which none is acknowledged. */
  ESTABLISHED_SENDING(TcpState.ESTABLISHED),
  /** Open; the peer has filled our buffer of 2,048 octets. */
  ESTABLISHED_FULL(TcpState.ESTABLISHED),
  /** Our FIN is sent. */
  FIN_WAIT_1(TcpState.FIN_WAIT_1),
  /** Our FIN is acknowledged. */
  FIN_WAIT_2(TcpState.FIN_WAIT_2),
  /** The peer has closed. */
  CLOSE_WAIT(TcpState.CLOSE_WAIT),
  /** FINs have crossed, and we have acknowledged the peer's. */
  CLOSING(TcpState.CLOSING),
  /** The peer closed first, then we. */
  LAST_ACK(TcpState.LAST_ACK),
  /** We closed first, then the peer. */
  TIME_WAIT(TcpState.TIME_WAIT);

  /** One for each state. */
  public static final List<Situation> STATES =
      List.of(
          CLOSED,
          LISTEN,
          SYN_SENT,
          SYN_RECEIVED,
          ESTABLISHED,
          FIN_WAIT_1,
          FIN_WAIT_2,
          CLOSE_WAIT,
          CLOSING,
          LAST_ACK,
          TIME_WAIT);

  /** The state. */
  public final TcpState state;

  Situation(TcpState state) {
    this.state = state;
  }

  /** Begins a conversation here, with plain settings. */
  public Conversation begin(boolean v4) {
    TcpSettings settings = Conversation.plain();
    if (this == ESTABLISHED_FULL) {
      settings = settings.with(new Buffers(2048, 2048));
    }
    return begin(HostSettings.defaults().with(settings), v4);
  }

  /** Begins a conversation here. */
  public Conversation begin(HostSettings settings, boolean v4) {
    Conversation us = new Conversation(settings, v4);
    switch (this) {
      case CLOSED -> {}
      case LISTEN -> us.listen();
      case SYN_SENT -> us.open().emits("S", 0, 0, 0);
      case SYN_RECEIVED -> us.listen().peerSends(synOf()).emits("S.", 0, 1, 0);
      case SYN_RECEIVED_ACTIVELY -> bothOpen(us);
      default -> goOn(us.connect(Seg.synAck().mss(Conversation.MSS)));
    }
    return us.emitsNothing();
  }

  private static Seg synOf() {
    return Seg.syn().mss(Conversation.MSS);
  }

  private static void bothOpen(Conversation us) {
    us.open().emits("S", 0, 0, 0);
    us.peerSends(synOf()).emits("S.", 0, 1, 0);
  }

  private void goOn(Conversation us) {
    switch (this) {
      case ESTABLISHED_SENDING -> us.send(1000).emits(".", 1, 1, 1000);
      case ESTABLISHED_FULL -> fill(us);
      case FIN_WAIT_1, FIN_WAIT_2, CLOSING, TIME_WAIT -> closeFirst(us);
      case CLOSE_WAIT, LAST_ACK -> closeSecond(us);
      default -> {}
    }
  }

  private static void fill(Conversation us) {
    us.peerSends(Seg.data(1, 1024), Seg.data(1025, 1024)).emits(".", 1, 2049, 0);
  }

  private void closeFirst(Conversation us) {
    us.socket.shutdownOutput();
    us.emits("F.", 1, 1, 0);
    if (this == CLOSING) {
      us.peerSends(Seg.fin(1).acks(1)).emits(".", 2, 2, 0);
    } else if (this != FIN_WAIT_1) {
      us.peerSends(Seg.ack(2)).emitsNothing();
    }
    if (this == TIME_WAIT) {
      us.peerSends(Seg.fin(1)).emits(".", 2, 2, 0);
    }
  }

  private void closeSecond(Conversation us) {
    us.peerSends(Seg.fin(1)).emits(".", 1, 2, 0);
    if (this == LAST_ACK) {
      us.socket.shutdownOutput();
      us.emits("F.", 1, 2, 0);
    }
  }

  /** What there is between us and the peer; null if there is nothing, or only a listener. */
  public static ConnectionStatus connection(Conversation us) {
    return us.host.connections().stream()
        .filter(c -> c.remote() != null && c.remote().getPort() == Conversation.PEER_PORT)
        .findFirst()
        .orElse(null);
  }

  /** The state of what there is between us and the peer: LISTEN if only a listener is left. */
  public static TcpState stateOf(Conversation us) {
    ConnectionStatus connection = connection(us);
    if (connection != null) {
      return connection.state();
    }
    InetSocketAddress any = new InetSocketAddress("::", Conversation.OUR_PORT);
    boolean listening = us.host.connections().stream().anyMatch(c -> c.local().equals(any));
    return listening ? TcpState.LISTEN : TcpState.CLOSED;
  }
}
