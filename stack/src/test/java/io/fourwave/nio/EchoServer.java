package io.fourwave.nio;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Accepts on one thread and echoes on others, as servers do: what is accepted is registered by the
 * accepting thread, while the selector it is for selects.
 */
final class EchoServer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final List<Selector> selectors = new ArrayList<>();
  private final List<Running<?>> threads = new ArrayList<>();

  EchoServer(World world, int workers) throws IOException {
    listener = world.servers().openServerSocketChannel();
    listener.bind(new java.net.InetSocketAddress(world.server(), 0), 1000);
    for (int i = 0; i < workers; i++) {
      Selector selector = world.serverSelector();
      selectors.add(selector);
      threads.add(World.run(() -> serve(selector)));
    }
    threads.add(World.run(this::accept));
  }

  java.net.InetSocketAddress address() throws IOException {
    return World.addressOf(listener);
  }

  private Void accept() throws IOException {
    for (int i = 0; true; i++) {
      SocketChannel channel;
      try {
        channel = listener.accept();
      } catch (ClosedChannelException closed) {
        return null;
      }
      channel.configureBlocking(false);
      Selector selector = selectors.get(i % selectors.size());
      channel.register(selector, OP_READ, ByteBuffer.allocate(3000));
      selector.wakeup();
    }
  }

  private static Void serve(Selector selector) throws IOException {
    try {
      while (true) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          echo(key);
        }
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException end) {
      return null;
    }
  }

  private static void echo(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    ByteBuffer buffer = (ByteBuffer) key.attachment();
    if (key.isReadable() && channel.read(buffer) < 0) {
      channel.close(); // all was written, or it would not be of interest
      return;
    }
    buffer.flip();
    channel.write(buffer);
    key.interestOps(buffer.hasRemaining() ? OP_WRITE : OP_READ);
    buffer.compact();
  }

  /** Ends, and tells if something went wrong. */
  void end() throws Exception {
    close();
    for (Running<?> thread : threads) {
      thread.result();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Selector selector : selectors) {
      selector.close();
    }
  }
}
