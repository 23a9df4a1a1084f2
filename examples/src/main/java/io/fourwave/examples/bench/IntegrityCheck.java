package io.fourwave.examples.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Whether octets arrive as they were sent: some megabytes there and back, compared by SHA-256. */
public final class IntegrityCheck {
  /** How many octets go there and back. */
  static final int OCTETS = 4 << 20;

  private IntegrityCheck() {}

  /**
   * Checks the way to a server and back.
   *
   * @throws IOException if the octets that come back are not those that were sent
   */
  public static void run(Server server) throws IOException {
    byte[] octets = new byte[OCTETS];
    new Random(OCTETS).nextBytes(octets);
    try (SocketChannel channel = server.connect(Service.ECHO)) {
      var sender =
          CompletableFuture.runAsync(() -> send(channel, octets), task -> new Thread(task).start());
      byte[] received = receive(channel);
      sender.join();
      if (!Arrays.equals(digest().digest(octets), received)) {
        throw new IOException("the octets that came back are not those that were sent");
      }
    } catch (CompletionException e) {
      throw new IOException("cannot send: " + e.getCause().getMessage(), e);
    }
  }

  private static void send(SocketChannel channel, byte[] octets) {
    try {
      Service.writeAll(channel, ByteBuffer.wrap(octets));
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static byte[] receive(SocketChannel channel) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer some = ByteBuffer.allocateDirect(Service.SCRATCH);
    int count = 0;
    while (channel.read(some.clear()) >= 0) {
      count += some.flip().remaining();
      digest.update(some);
    }
    if (count != OCTETS) {
      throw new EOFException(OCTETS + " octets were sent, and " + count + " came back");
    }
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
