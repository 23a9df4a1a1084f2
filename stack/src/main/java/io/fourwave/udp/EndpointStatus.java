package io.fourwave.udp;

import java.net.InetSocketAddress;

/**
 * A snapshot of an endpoint. What waits is counted as its queue does: {@link
 * io.fourwave.stream.DatagramQueue#RECORD} octets for each datagram beside its own.
 *
 * @param local this host's address, or the wildcard, and port
 * @param remote the peer's address and port; null if it is not connected
 * @param sendQueue octets that wait to be sent
 * @param receiveQueue octets that wait to be read
 */
public record EndpointStatus(
    InetSocketAddress local, InetSocketAddress remote, int sendQueue, int receiveQueue) {
  /** The same with the queues of another added to its own. */
  public EndpointStatus withQueuesOf(EndpointStatus other) {
    return new EndpointStatus(
        local, remote, sendQueue + other.sendQueue, receiveQueue + other.receiveQueue);
  }
}
