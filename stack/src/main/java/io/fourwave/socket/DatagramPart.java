package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Mailbox;
import io.fourwave.stream.DatagramQueue;
import io.fourwave.udp.DatagramLayer;
import io.fourwave.udp.Endpoint;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** What there is of a datagram socket at one host; a call that has its queue sent. */
final class DatagramPart extends Mailbox.Call {
  final EventLoop loop;
  final DatagramLayer layer;
  final Endpoint endpoint;

  DatagramPart(EventLoop loop, DatagramLayer layer, Endpoint endpoint) {
    this.loop = loop;
    this.layer = layer;
    this.endpoint = endpoint;
  }

  /** Where a datagram of so many octets waits until it is sent. */
  DatagramQueue queueFor(int count) throws SocketException {
    DatagramQueue queue = endpoint.outgoing();
    if (DatagramQueue.RECORD + count > queue.limit()) {
      throw new SocketException("a datagram of " + count + " octets is longer than the queue");
    }
    return queue;
  }

  void add(long high, long low, int number, ByteBuffer source) throws SocketException {
    int count = source.remaining();
    DatagramQueue queue = endpoint.outgoing();
    if (!queue.about(high, low, number, 0).add(source, source.position(), count)) {
      throw new SocketException("no memory for a datagram of " + count + " octets");
    }
    source.position(source.limit());
    loop.mailbox().post(this);
  }

  @Override
  protected void run() {
    layer.send(endpoint);
  }

  void close() {
    loop.mailbox().post(() -> layer.close(endpoint));
  }
}
