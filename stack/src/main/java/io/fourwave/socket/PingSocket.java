package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.udp.EchoLayer;
import io.fourwave.udp.QueueLimits;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

/**
 * Asks other hosts for an echo (RFC 792, RFC 4443 §4), IPv4 and IPv6. Thread-safe; one question at
 * a time. An interrupt ends a wait, and the socket stays open.
 */
public final class PingSocket implements AutoCloseable {
  private final DatagramState state;
  private int sequence;

  private PingSocket(EventLoop loop) {
    state = new DatagramState(loop.loops());
  }

  /** Opens one, with a random identifier. */
  public static PingSocket open(EventLoop loop) throws IOException {
    PingSocket socket = new PingSocket(loop);
    socket.state.open(at -> at.host().echo(), null, 0, QueueLimits.DEFAULTS);
    return socket;
  }

  /**
   * Asks, and waits for the answer that brings back the same octets.
   *
   * @param octets how many go along, 0 to 65,507
   * @param timeout zero waits for ever
   * @return how long it took
   * @throws SocketTimeoutException if there is no answer within the time
   * @throws NoRouteToHostException if an ICMP error says why, or nothing can be sent there
   * @throws ClosedChannelException if this socket is closed
   */
  public Duration ping(InetAddress host, int octets, Duration timeout) throws IOException {
    if (octets < 0 || octets > 65_507) {
      throw new IllegalArgumentException("an echo request holds 0 to 65507 octets, not " + octets);
    }
    if (host.isAnyLocalAddress() || host.isMulticastAddress() || host.isLoopbackAddress()) {
      throw new NoRouteToHostException("cannot send to " + host);
    }
    state.readLock.lock();
    try {
      state.failIfClosed();
      return ask(IpAddress.of(host), octets, Deadline.in(timeout));
    } finally {
      state.readLock.unlock();
    }
  }

  private Duration ask(IpAddress host, int octets, long deadline) throws IOException {
    int number = ++sequence & 0xffff;
    long begun = EventLoop.clock();
    state.writeLock.lock();
    try {
      state.send(host.high(), host.low(), number, 0, pattern(number, octets));
    } finally {
      state.writeLock.unlock();
    }
    while (true) {
      DatagramQueue queue = state.await(deadline);
      boolean isAnswer = isAnswer(queue, host, number, octets);
      int kind = queue.kind();
      queue.remove();
      if (isAnswer && kind != EchoLayer.REPLY) {
        throw DatagramState.exception(EchoLayer.kindOf(kind), host.toString());
      }
      if (isAnswer) {
        return Duration.ofNanos(EventLoop.clock() - begun);
      }
    }
  }

  /** Whether this is about what was asked; an answer has to be of the same octets. */
  private static boolean isAnswer(DatagramQueue queue, IpAddress host, int number, int octets) {
    if (queue.number() != number || queue.high() != host.high() || queue.low() != host.low()) {
      return false;
    }
    if (queue.kind() != EchoLayer.REPLY) {
      return true;
    }
    ByteBuffer copy = ByteBuffer.allocate(queue.length());
    queue.copy(copy, 0, queue.length());
    return copy.equals(pattern(number, octets));
  }

  private static ByteBuffer pattern(int number, int octets) {
    ByteBuffer pattern = ByteBuffer.allocate(octets);
    for (int i = 0; i < octets; i++) {
      pattern.put(i, (byte) (number + i));
    }
    return pattern;
  }

  /** Closes it; who waits finds out. */
  @Override
  public void close() {
    state.close();
  }
}
