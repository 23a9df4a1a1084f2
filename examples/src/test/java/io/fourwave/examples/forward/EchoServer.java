package io.fourwave.examples.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Run in another network, for any number of connections: sends back what it gets, then closes; but
 * a connection that says something with R is reset.
 */
final class EchoServer {
  private EchoServer() {}

  /**
   * Serves until it is killed.
   *
   * @param arguments the port
   */
  public static void main(String[] arguments) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(Integer.parseInt(arguments[0])), 2_000);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    for (; ; ) {
      selector.select(key -> turn(key, server, selector));
    }
  }

  private static void turn(SelectionKey key, ServerSocketChannel server, Selector selector) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
      } else {
        echo((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      System.out.println(e);
      key.cancel();
    }
  }

  private static void echo(SocketChannel channel) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(1_024);
    if (channel.read(octets) < 0) {
      channel.close();
      return;
    }
    if (octets.flip().get(0) == 'R') {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
      return;
    }
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }
}
