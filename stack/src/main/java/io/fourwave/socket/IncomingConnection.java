package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.SynAnswer;
import java.net.InetSocketAddress;

/**
 * A connection that a peer wants and has no answer to yet: its SYN is held. One answer is given; it
 * does nothing if the peer has given up meanwhile, or the time for it is over. No method waits.
 * Thread-safe.
 */
public final class IncomingConnection {
  private final EventLoop loop;
  private final Connection connection;
  private final TcpSocket socket;

  /** Takes over a connection whose SYN is held. On the loop's thread. */
  IncomingConnection(EventLoop loop, Connection held) {
    this.loop = loop;
    connection = held;
    socket = TcpSocket.accepted(loop, held);
  }

  /** Where the peer wants to connect to: the SYN's destination. */
  public InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  /** Where the peer is. */
  public InetSocketAddress remoteAddress() {
    return socket.remoteAddress();
  }

  /**
   * Whether an answer comes too late: the peer has given up, the time is over, or the stack has
   * stopped.
   */
  public boolean isOver() {
    return socket.isOver();
  }

  /**
   * Has something told when {@link #isOver} may have changed; see {@link TcpSocket#onReadiness}. It
   * goes on with the socket that {@link #accept} returns.
   */
  public void onReadiness(Runnable listener) {
    socket.onReadiness(listener);
  }

  /**
   * Answers with SYN,ACK: the connection opens, which {@link TcpSocket#awaitConnected} waits for.
   * What is written before is sent then.
   */
  public TcpSocket accept() {
    answer(SynAnswer.ACCEPT);
    return socket;
  }

  /** Answers as a port does on which nobody listens: with a reset. */
  public void refuse() {
    answer(SynAnswer.REFUSE);
  }

  /** Answers as a router does that knows no way there: with ICMP, host unreachable. */
  public void unreachable() {
    answer(SynAnswer.UNREACHABLE);
  }

  /** Does not answer. If the peer sends the SYN again, that is another incoming connection. */
  public void ignore() {
    answer(SynAnswer.IGNORE);
  }

  private void answer(SynAnswer answer) {
    loop.mailbox().post(() -> loop.host().calls().answer(connection, answer, loop.host().now()));
  }

  @Override
  public String toString() {
    return "IncomingConnection[" + connection.id() + "]";
  }
}
