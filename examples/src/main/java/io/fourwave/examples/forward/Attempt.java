package io.fourwave.examples.forward;

import io.fourwave.socket.IncomingConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to reach the target of a connection that has no answer yet. The answer comes of it:
 * accepted, or what befell us.
 */
final class Attempt implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final IncomingConnection incoming;
  private final Upstream upstream;
  private final Greeting greeting;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final int port;
  private final long deadline;
  private boolean connected;

  private Attempt(
      IncomingConnection incoming, Upstream upstream, SelectionKey key, int port, long deadline) {
    this.incoming = incoming;
    this.upstream = upstream;
    this.key = key;
    this.port = port;
    this.deadline = deadline;
    channel = (SocketChannel) key.channel();
    greeting = upstream.greeting(incoming.localAddress());
  }

  /**
   * Prepares an attempt, which its first turn begins.
   *
   * @param deadline when it has taken too long, on {@link System#nanoTime}'s scale
   * @throws IOException if the kernel has no socket or port for it
   */
  static Attempt prepare(
      IncomingConnection incoming, Upstream upstream, Selector selector, long deadline)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // a dead peer must not stay
      channel.bind(null);
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new Attempt(incoming, upstream, channel.register(selector, 0), port, deadline);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The key of the kernel's socket. */
  SelectionKey key() {
    return key;
  }

  /** The kernel's port for it. */
  int port() {
    return port;
  }

  /** When it has taken too long. */
  long deadline() {
    return deadline;
  }

  @Override
  public Task proceed() {
    if (incoming.isOver()) { // the peer has given up
      end();
      return null;
    }
    try {
      if (!isConnected() || !greeting.proceed(channel)) {
        key.interestOps(waitsFor());
        return this;
      }
      LOG.info("{}: connected", incoming);
      return new Relay(incoming, key);
    } catch (UnsupportedAddressTypeException e) { // IPv6, to a JVM without
      failed(new NoRouteToHostException("no IPv6 here"));
      return null;
    } catch (IOException e) {
      failed(connected ? e : upstream.firstHopFailed(e));
      return null;
    }
  }

  private boolean isConnected() throws IOException {
    if (!connected) {
      connected =
          channel.isConnectionPending()
              ? channel.finishConnect()
              : channel.connect(upstream.firstHop(incoming.localAddress()));
    }
    return connected;
  }

  private int waitsFor() {
    if (!connected) {
      return SelectionKey.OP_CONNECT;
    }
    return greeting.waitsToWrite() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  /** Nobody has answered in time. */
  void timedOut() {
    failed(new SocketTimeoutException("no answer in time"));
  }

  private void failed(IOException why) {
    Answer answer = Answer.to(why);
    LOG.info("{}: {}: {}", incoming, answer, why.toString());
    close();
    answer.give(incoming);
  }

  @Override
  public void end() {
    close();
    incoming.ignore();
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("{}: {}", incoming, e.toString());
    }
  }
}
