package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same over three queues each. */
class TcpListenerOverQueuesTest extends TcpListenerTest {
  /** Two for three hosts are one each: one waits, wherever it came, and perhaps up to three do. */
  @Test
  @Override
  void noMoreThanTheBacklogWait() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(peerAt(PORT), 2, TCP)) {
      int open = 0;
      Duration instant = Duration.ofMillis(200);
      while (open < 4 && isLetIn(pair, instant)) {
        open++;
      }
      assertTrue(open >= 1 && open <= 3, open + " were let in");
      StackPair.await("the SYN is turned away", () -> overflows(pair.peer) > 0);
      for (int i = 0; i < open; i++) {
        listener.accept(PATIENCE);
      }
      pair.us.connect(null, peerAt(PORT), TCP, PATIENCE);
    }
  }

  /** Only those of one host have an order. */
  @Test
  @Override
  void connectionsAreAcceptedInTheirOrder() throws IOException {
    try (StackPair pair = new StackPair();
        TcpListener listener = pair.peer.listen(PORT)) {
      Set<InetSocketAddress> ours = new HashSet<>();
      Set<InetSocketAddress> theirs = new HashSet<>();
      for (int i = 0; i < 12; i++) {
        ours.add(pair.us.connect(peerAt(PORT)).localAddress());
      }
      for (int i = 0; i < 12; i++) {
        theirs.add(listener.accept(PATIENCE).remoteAddress());
      }
      assertEquals(ours, theirs);
    }
  }

  private static boolean isLetIn(StackPair pair, Duration patience) throws IOException {
    try {
      pair.us.connect(null, peerAt(PORT), TCP, patience);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @BeforeAll
  static void overThree() {
    StackPair.overQueues(3);
  }

  @AfterAll
  static void overOne() {
    StackPair.overQueues(1);
  }
}
