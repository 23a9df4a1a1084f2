package io.fourwave.examples.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Run in another network: opens many connections to an echo server, all open at once, says
 * something on each, closes its way, and reads what comes back up to the end.
 */
final class ManyClients {
  private ManyClients() {}

  /**
   * Prints "all open", and "all echoed" at the end.
   *
   * @param arguments how many connections, the port, and the addresses, which take turns
   */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String address = arguments[2 + i % (arguments.length - 2)];
      all.add(SocketChannel.open(new InetSocketAddress(address, port)));
    }
    System.out.println("all open");
    for (int i = 0; i < count; i++) {
      all.get(i).write(ByteBuffer.allocate(4).putInt(i).flip());
      all.get(i).shutdownOutput();
    }
    for (int i = 0; i < count; i++) {
      check(all.get(i), i);
    }
    System.out.println("all echoed");
  }

  private static void check(SocketChannel channel, int expected) throws IOException {
    ByteBuffer echo = ByteBuffer.allocate(8);
    while (channel.read(echo) >= 0) {
      // up to the end
    }
    if (echo.flip().remaining() != 4 || echo.getInt() != expected) {
      throw new IOException("connection " + expected + " has another one's echo: " + echo);
    }
    channel.close();
  }
}
