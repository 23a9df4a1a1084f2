package io.fourwave.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** Behaviours that are the same on the JDK's channels and on ours: a world for each test. */
abstract class Contract {
  @Parameter World.Kind kind;
  World world;

  @BeforeEach
  void openWorld() {
    world = kind.make();
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  static ByteBuffer text(String s) {
    return ByteBuffer.wrap(s.getBytes(US_ASCII));
  }

  /** Reads so many octets. */
  static String read(ReadableByteChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new AssertionError("the end, " + buffer.remaining() + " octets too early");
      }
    }
    return new String(buffer.array(), US_ASCII);
  }

  /** Whether there is something to read, which is not taken. */
  static boolean arrived(SocketChannel channel) {
    try {
      return channel.socket().getInputStream().available() > 0;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Writes, without waiting, until there is no room at either end; says how much. */
  long fill(World.Ends e) throws IOException {
    e.ours().configureBlocking(false);
    boolean known = kind == World.Kind.STACK; // how much Linux takes one cannot say
    long sum = 0;
    for (int inVain = 0; known ? sum < 2 * World.BUFFER : inVain < 20; ) {
      int count = e.ours().write(ByteBuffer.allocate(100_000));
      sum += count;
      inVain = count == 0 ? inVain + 1 : 0; // what is on its way makes room once it has arrived
      LockSupport.parkNanos(count == 0 ? 1_000_000 : 0);
    }
    return sum;
  }

  /** A listener that lets no connection complete. */
  record Full(ServerSocketChannel listener, List<SocketChannel> waiting) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      listener.close();
    }
  }

  Full full() throws IOException {
    ServerSocketChannel listener = world.servers().openServerSocketChannel();
    listener.bind(new java.net.InetSocketAddress(world.server(), 0), 1);
    List<SocketChannel> waiting = new ArrayList<>();
    int room = kind == World.Kind.JDK ? 2 : 1; // Linux takes one more than it is told
    for (int i = 0; i < room; i++) {
      SocketChannel channel = world.socket();
      channel.connect(World.addressOf(listener));
      waiting.add(channel);
    }
    return new Full(listener, waiting);
  }

  /** A channel whose connection does not come about. */
  SocketChannel pending(Full full) throws IOException {
    SocketChannel channel = world.socket();
    channel.configureBlocking(false);
    assertEquals(false, channel.connect(World.addressOf(full.listener)));
    return channel;
  }
}
