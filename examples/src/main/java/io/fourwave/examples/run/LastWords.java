package io.fourwave.examples.run;

import io.fourwave.NetworkStack;
import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.time.Duration;

/**
 * The end of a stack whose application has ended: what the application has said is still delivered,
 * for a while. It does not wait for connections that are merely open, as nobody will close them.
 */
final class LastWords {
  private static final long GLANCE = 5_000_000; // nanoseconds

  private LastWords() {}

  /** Delivers, resets what is open then, and lets the device go. */
  static void of(NetworkStack stack, Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    try {
      while (System.nanoTime() - end < 0
          && stack.connections().stream().anyMatch(LastWords::undelivered)) {
        stack.loop().awaitEnd(GLANCE);
      }
    } catch (IOException e) {
      // The stack has stopped by itself, and said why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stack.close(Duration.ZERO);
  }

  private static boolean undelivered(ConnectionStatus c) {
    return switch (c.state()) {
      case FIN_WAIT_1, CLOSING, LAST_ACK -> true;
      default -> c.sendQueue() > 0;
    };
  }
}
