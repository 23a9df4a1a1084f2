package io.fourwave.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the contract have in common where it is about datagrams. */
abstract class DatagramContract extends Contract {
  private final List<Channel> toClose = new ArrayList<>();

  /** A client's channel that is nowhere yet. */
  DatagramChannel unbound() throws IOException {
    return closeLater(world.clients().openDatagramChannel());
  }

  /** A client's channel at a free port. */
  DatagramChannel ours() throws IOException {
    return unbound().bind(new InetSocketAddress(world.client(), 0));
  }

  /** A server's channel at a free port. */
  DatagramChannel theirs() throws IOException {
    return closeLater(world.servers().openDatagramChannel())
        .bind(new InetSocketAddress(world.server(), 0));
  }

  <T extends Channel> T closeLater(T channel) {
    toClose.add(channel);
    return channel;
  }

  @AfterEach
  void closeAll() throws IOException {
    for (Channel channel : toClose) {
      channel.close();
    }
  }

  /** Where nobody is. */
  InetSocketAddress nobody() throws IOException {
    DatagramChannel gone = theirs();
    InetSocketAddress place = at(gone);
    gone.close();
    theirs(); // calls run in order: once this is somewhere, the other is nowhere
    return place;
  }

  static InetSocketAddress at(DatagramChannel channel) throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** Receives a datagram, also if the channel does not wait. */
  static String receive(DatagramChannel channel) {
    return receiveFrom(channel, new AtomicReference<>());
  }

  static String receiveFrom(DatagramChannel channel, AtomicReference<SocketAddress> from) {
    ByteBuffer target = ByteBuffer.allocate(100);
    World.await(
        "a datagram comes",
        () -> {
          from.set(receiveNow(channel, target));
          return from.get() != null;
        });
    return text(target);
  }

  private static SocketAddress receiveNow(DatagramChannel channel, ByteBuffer target) {
    try {
      return channel.receive(target);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What has been put into a buffer. */
  static String text(ByteBuffer buffer) {
    return US_ASCII.decode(buffer.duplicate().flip()).toString();
  }

  /** Sends a datagram, and waits until it has come. */
  void arrives(DatagramChannel from, String text, SocketAddress to) throws IOException {
    DatagramChannel witness = ours();
    from.send(text(text), to);
    from.send(text("it has come"), at(witness));
    if (!receive(witness).equals("it has come")) {
      throw new AssertionError("something else has come");
    }
  }
}
