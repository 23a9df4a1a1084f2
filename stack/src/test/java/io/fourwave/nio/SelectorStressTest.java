package io.fourwave.nio;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.nio.World.Running;
import io.fourwave.tcp.Buffers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many channels, several selectors and threads, small buffers. Nobody waits with a time-out: a
 * wake-up that is lost leaves the test hanging. And no selection returns without a reason.
 */
@Timeout(value = 110, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectorStressTest {
  private static final int CLIENTS = 4;
  private static final int CHANNELS = 25;
  private static final int MOST = 100_000;

  /** One conversation: sends octets made from a seed, and wants them back in their order. */
  private static final class Talk {
    private final SplittableRandom sizes;
    private final SplittableRandom sent;
    private final SplittableRandom wanted;
    private final ByteBuffer outgoing = ByteBuffer.allocate(5000).flip();
    private int toMake;
    private int toReceive;

    Talk(long seed) {
      sizes = new SplittableRandom(seed);
      sent = new SplittableRandom(seed + 1);
      wanted = new SplittableRandom(seed + 1);
      toMake = 1 + sizes.nextInt(MOST);
      toReceive = toMake;
    }

    void write(SelectionKey key) throws IOException {
      if (!outgoing.hasRemaining()) {
        outgoing.clear().limit(Math.min(toMake, 1 + sizes.nextInt(outgoing.capacity())));
        toMake -= outgoing.limit();
        while (outgoing.hasRemaining()) {
          outgoing.put((byte) sent.nextInt());
        }
        outgoing.flip();
      }
      SocketChannel channel = (SocketChannel) key.channel();
      channel.write(outgoing);
      if (toMake == 0 && !outgoing.hasRemaining()) {
        channel.shutdownOutput();
        key.interestOps(OP_READ);
      }
    }

    /** Says whether that was the end. */
    boolean read(SelectionKey key) throws IOException {
      ByteBuffer incoming = ByteBuffer.allocate(1 + sizes.nextInt(4000));
      int count = ((SocketChannel) key.channel()).read(incoming);
      incoming.flip();
      while (incoming.hasRemaining()) {
        assertEquals((byte) wanted.nextInt(), incoming.get());
      }
      toReceive -= Math.max(0, count);
      return count < 0;
    }
  }

  private static int talk(World world, InetSocketAddress to, long seed) throws IOException {
    int premature = 0;
    List<Talk> talks = new ArrayList<>();
    try (Selector selector = world.selector()) {
      for (int i = 0; i < CHANNELS; i++) {
        Talk talk = new Talk(seed + 100L * i);
        talks.add(talk);
        SocketChannel channel = world.socket();
        channel.configureBlocking(false);
        channel.connect(to);
        channel.register(selector, OP_CONNECT, talk);
      }
      for (int open = CHANNELS; open > 0; ) {
        premature += selector.select() == 0 ? 1 : 0;
        open -= handle(selector);
      }
    }
    for (Talk talk : talks) {
      assertEquals(0, talk.toReceive);
    }
    return premature;
  }

  private static int handle(Selector selector) throws IOException {
    int ended = 0;
    for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); i.remove()) {
      SelectionKey key = i.next();
      Talk talk = (Talk) key.attachment();
      if (key.isConnectable() && ((SocketChannel) key.channel()).finishConnect()) {
        key.interestOps(OP_READ | OP_WRITE);
      }
      if (key.isWritable()) {
        talk.write(key);
      }
      if (key.isReadable() && talk.read(key)) {
        key.channel().close();
        ended++;
      }
    }
    return ended;
  }

  @Test
  void everyOctetArrivesOnceAndInOrderAndNoWakeUpIsLost() throws Exception {
    long seed = System.nanoTime();
    System.out.println("SelectorStressTest: seed " + seed);
    try (World world = World.stacks(new Buffers(4096, 4096));
        EchoServer server = new EchoServer(world, 3)) {
      InetSocketAddress to = server.address();
      List<Running<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long own = seed + 1_000_000L * i;
        clients.add(World.run(() -> talk(world, to, own)));
      }
      for (Running<Integer> client : clients) {
        assertEquals(0, client.result(), "selections that returned for no reason");
      }
      server.end();
    }
  }
}
