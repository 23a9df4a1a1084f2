package io.fourwave.tcp;

import java.net.InetSocketAddress;

/**
 * A snapshot of a connection (RFC 9293 §3.10.6, STATUS). Sizes are octets, times nanoseconds.
 *
 * @param local this host's address and port
 * @param remote the peer's address and port; null for a listener
 * @param state the state
 * @param sendQueue octets written by the application and not yet acknowledged
 * @param receiveQueue octets received in order and not yet read by the application
 * @param sendBuffer octets that the send buffer has room for; for a listener and TIME-WAIT 0, as
 *     all that follows
 * @param receiveBuffer octets that the receive buffer has room for
 * @param memory octets of memory that both take
 * @param sndUna SND.UNA less the initial sequence number: oldest unacknowledged
 * @param sndNxt SND.NXT less the initial sequence number
 * @param sndWnd SND.WND
 * @param rcvNxt RCV.NXT less the peer's initial sequence number
 * @param rcvWnd RCV.WND
 * @param segmentSize the effective send MSS
 * @param congestionControl the algorithm's name
 * @param cwnd the congestion window
 * @param ssthresh the slow-start threshold
 * @param smoothedRtt SRTT, 0 before the first measurement
 * @param rttVariance RTTVAR
 * @param rto the retransmission timeout
 * @param retransmissions segments sent again over the connection's life
 * @param undone recoveries, timeouts included, that turned out to be in vain and were undone
 * @param backoff retransmissions of the oldest segment
 * @param timer the timer that will expire next; null if none runs
 * @param timerIn until it does
 * @param options the options agreed upon, in words
 */
public record ConnectionStatus(
    InetSocketAddress local,
    InetSocketAddress remote,
    TcpState state,
    int sendQueue,
    int receiveQueue,
    int sendBuffer,
    int receiveBuffer,
    int memory,
    long sndUna,
    long sndNxt,
    int sndWnd,
    long rcvNxt,
    int rcvWnd,
    int segmentSize,
    String congestionControl,
    int cwnd,
    int ssthresh,
    long smoothedRtt,
    long rttVariance,
    long rto,
    long retransmissions,
    int undone,
    int backoff,
    TcpTimer timer,
    long timerIn,
    String options) {
  /** The same with the queues of another added to its own. */
  public ConnectionStatus withQueuesOf(ConnectionStatus other) {
    return new ConnectionStatus(
        local,
        remote,
        state,
        sendQueue + other.sendQueue,
        receiveQueue + other.receiveQueue,
        sendBuffer,
        receiveBuffer,
        memory,
        sndUna,
        sndNxt,
        sndWnd,
        rcvNxt,
        rcvWnd,
        segmentSize,
        congestionControl,
        cwnd,
        ssthresh,
        smoothedRtt,
        rttVariance,
        rto,
        retransmissions,
        undone,
        backoff,
        timer,
        timerIn,
        options);
  }
}
