package io.fourwave.examples.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * An application that knows nothing of Fourwave. It greets whoever connects, and when it is ended
 * it waits for an answer before it says goodbye.
 */
final class Greeter {
  private Greeter() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]); // which may throw
    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(port));
    System.out.println("listening");
    SocketChannel guest = server.accept();
    say(guest, "hello " + guest.getRemoteAddress() + "\n");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> takeLeave(guest)));
    server.accept(); // for ever
  }

  private static void takeLeave(SocketChannel guest) {
    try (guest) {
      say(guest, "may I go?\n");
      guest.read(ByteBuffer.allocate(10));
      say(guest, "bye\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(SocketChannel guest, String words) throws IOException {
    guest.write(ByteBuffer.wrap(words.getBytes(UTF_8)));
  }
}
