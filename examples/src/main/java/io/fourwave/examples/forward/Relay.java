package io.fourwave.examples.forward;

import io.fourwave.socket.IncomingConnection;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with both sides open: copies octets each way. A half-close is passed on as one and a
 * reset as a reset, so that each end sees what the other does.
 */
final class Relay implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final TcpSocket client;
  private final SocketChannel upstream;
  private final SelectionKey key;
  private final OneWay up;
  private final OneWay down;
  private boolean more;

  /** Accepts a connection, now that its target is connected. */
  Relay(IncomingConnection incoming, SelectionKey key) {
    this.key = key;
    upstream = (SocketChannel) key.channel();
    client = incoming.accept();
    up = new OneWay(client::readNow, upstream::write, upstream::shutdownOutput);
    down = new OneWay(upstream::read, client::writeNow, client::shutdownOutput);
  }

  @Override
  public Task proceed() {
    try {
      boolean moreUp = up.copy();
      boolean moreDown = down.copy();
      more = moreUp || moreDown;
      if (up.hasEnded() && down.hasEnded()) {
        client.close();
        upstream.close();
        return null;
      }
      if (up.hasEnded() && client.isOver()) {
        throw new IOException("the client has gone without waiting for the end");
      }
      key.interestOps(
          (down.waitsToRead() ? SelectionKey.OP_READ : 0)
              | (up.waitsToWrite() ? SelectionKey.OP_WRITE : 0));
      return this;
    } catch (IOException e) {
      LOG.info("{}: {}", client, e.toString());
      end();
      return null;
    }
  }

  @Override
  public boolean wantsAnotherTurn() {
    return more;
  }

  /** Resets both sides. */
  @Override
  public void end() {
    client.abort();
    try {
      upstream.setOption(StandardSocketOptions.SO_LINGER, 0); // closing it is a reset now
      upstream.close();
    } catch (IOException e) {
      LOG.debug("{}: {}", client, e.toString());
    }
  }
}
