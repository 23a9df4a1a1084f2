package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens when the buffers of all connections have taken what they may. */
class MemoryPressureTest {
  private static final int KIB = 1 << 10;
  private static final int MEMORY = 1024 * KIB;

  private static Conversation begin() {
    TcpSettings settings = Conversation.plain().with(new Buffers(2048 * KIB, 64 * KIB));
    HostSettings host = HostSettings.defaults().with(settings).withMemory(MEMORY);
    return new Conversation(host, true);
  }

  private static Conversation accepted() {
    return begin().accept(Seg.syn().mss(MSS));
  }

  /** Connections elsewhere whose applications have written so much take what there is. */
  private static HostSocket[] others(Conversation us, int... octets) throws IOException {
    HostSocket[] others = new HostSocket[octets.length];
    InetSocketAddress there = new InetSocketAddress("192.0.2.9", 9);
    for (int i = 0; i < octets.length; i++) {
      others[i] = us.host.connect(null, there, us.host.settings().tcp());
      others[i].write(ByteBuffer.allocate(octets[i]));
      assertTrue(us.host.nextPacket(new Packet(), us.host.now()), "a SYN, which nobody answers");
    }
    return others;
  }

  private static void end(HostSocket[] others) {
    for (HostSocket other : others) {
      other.abort();
    }
  }

  @Test
  @Tag("SHLD-14")
  void whenMemoryIsShortTheWindowIsWhatThereIsMemoryForAndItsRightEdgeStaysWhereItIs()
      throws IOException {
    Conversation us = accepted();
    us.peerSends(Seg.data(1, MSS));
    int edge = 1 + MSS + us.emits(".", 1, 1 + MSS, 0).window;
    us.read(MSS);
    HostSocket[] others = others(us, 512 * KIB, 256 * KIB, 4 * KIB);
    assertTrue(us.host.memory().isShort());
    int seq = 1 + MSS;
    for (int i = 0; i < 20; i++, seq += MSS) {
      us.peerSends(Seg.data(seq, MSS));
      us.read(MSS);
      Emitted ack = us.emits(".", 1, seq + MSS, 0);
      assertEquals(edge, ack.ack + ack.window);
    }
    while (seq + MSS < edge) {
      us.peerSends(Seg.data(seq, MSS));
      seq += MSS;
      us.read(MSS);
    }
    us.emitsWhatever();
    us.peerSends(Seg.data(seq, edge - seq));
    us.read(MSS);
    int window = us.untilEmits().window;
    assertTrue(window > 0 && window <= 4 * KIB, "a ring of the smallest size: " + window);
    end(others);
    us.peerSends(Seg.data(edge, 1000));
    us.read(1000);
    us.peerSends(Seg.data(edge + 1000, 1000));
    us.emitsWhatever();
    us.peerSends(Seg.data(edge + 2000, 1000));
    assertTrue(us.emits().window > 60_000, "and later as wide as it was");
  }

  @Test
  void textThatThereIsNoMemoryForIsNotAcknowledgedAndArrivesWhenThereIs() throws IOException {
    Conversation us = accepted();
    us.peerSends(Seg.data(1, 1000));
    us.emitsWhatever();
    HostSocket[] others = others(us, 512 * KIB, 256 * KIB, 128 * KIB, 32 * KIB, 16 * KIB, 8 * KIB);
    us.peerSends(Seg.data(1001, 1000), Seg.data(2001, 1000), Seg.data(3001, 1000));
    us.emitsWhatever();
    us.peerSends(Seg.data(4001, 1000)); // 96 octets of it fit into the 4 KiB there are
    us.emits(".", 1, 4097, 0);
    us.peerSends(Seg.data(5001, 1000)); // beyond the gap
    us.emits(".", 1, 4097, 0);
    assertEquals(4096, us.socket.status().receiveQueue());
    end(others);
    us.peerSends(Seg.data(4001, 1000), Seg.data(5001, 1000));
    us.emits(".", 1, 6001, 0);
    ByteBuffer read = ByteBuffer.allocate(8000);
    assertEquals(6000, us.socket.read(read));
    for (int i = 0; i < 6000; i++) {
      assertEquals(Conversation.octet(i), read.get(i), "octet " + i);
    }
  }

  @Test
  void aFinBehindTextThatThereIsNoMemoryForWaitsForIt() throws IOException {
    Conversation us = accepted();
    us.peerSends(Seg.data(1, 1000));
    us.emitsWhatever();
    HostSocket[] others = others(us, 512 * KIB, 256 * KIB, 128 * KIB, 32 * KIB, 16 * KIB, 8 * KIB);
    us.peerSends(Seg.flags(TcpFlags.ACK | TcpFlags.FIN, 1001, 1, 4000));
    us.emits(".", 1, 4097, 0);
    assertEquals(TcpState.ESTABLISHED, us.socket.state());
    end(others);
    us.peerSends(Seg.flags(TcpFlags.ACK | TcpFlags.FIN, 1001, 1, 4000));
    us.emits(".", 1, 5002, 0);
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
    assertEquals(5000, us.read(8000));
  }

  @Test
  void whenMemoryIsExhaustedNobodyNewIsLetInUntilThereIsMore() throws IOException {
    Conversation us = begin().listen();
    HostSocket[] others = others(us, 512 * KIB, 256 * KIB, 128 * KIB, 64 * KIB, 4 * KIB);
    assertTrue(us.host.memory().isExhausted());
    us.peerSends(Seg.syn().mss(MSS)).emitsNothing();
    InetSocketAddress there = new InetSocketAddress("192.0.2.9", 9);
    TcpSettings settings = us.host.settings().tcp();
    assertThrows(BindException.class, () -> us.host.connect(null, there, settings));
    end(others);
    us.emitsWhatever();
    us.peerSends(Seg.syn().mss(MSS));
    assertTrue(us.emits().has(TcpFlags.SYN));
  }

  @Test
  void aWriterWithoutAnyMemoryIsToldWhenThereIsSome() throws IOException {
    Conversation us = accepted();
    HostSocket[] others = others(us, 512 * KIB, 256 * KIB, 128 * KIB, 64 * KIB);
    List<HostSocket> small = new ArrayList<>();
    InetSocketAddress there = new InetSocketAddress("192.0.2.9", 9);
    for (int i = 0; i < 17; i++) {
      small.add(us.host.connect(null, there, us.host.settings().tcp()));
      assertTrue(us.host.nextPacket(new Packet(), us.host.now()), "a SYN");
    }
    for (int i = 0; i < 16; i++) {
      assertEquals(4 * KIB, small.get(i).write(ByteBuffer.allocate(4 * KIB)));
    }
    assertEquals(MEMORY, us.host.memory().used());
    HostSocket last = small.get(16);
    assertEquals(0, last.write(ByteBuffer.allocate(100)));
    us.pass(Duration.ofSeconds(2));
    assertEquals(0, last.write(ByteBuffer.allocate(100)));
    end(others);
    us.pass(Duration.ofMillis(200));
    assertEquals(100, last.write(ByteBuffer.allocate(100)));
  }

  @Test
  void whatIsOverTakesNoMemory() throws IOException {
    Conversation us = accepted();
    us.send(1000).peerSends(Seg.data(1, 1000));
    assertEquals(2 * KIB, us.host.memory().used());
    us.read(1000);
    us.emitsWhatever();
    us.peerSends(Seg.rst(1001));
    assertEquals(0, us.host.memory().used());
  }

  @Test
  void whatIsUnreadTakesMemoryUntilTheApplicationCloses() throws IOException {
    Conversation us = accepted();
    us.peerSends(Seg.data(1, 1000), Seg.rst(1001));
    assertEquals(KIB, us.host.memory().used());
    assertEquals(500, us.read(500));
    us.socket.close();
    assertEquals(0, us.host.memory().used());
    assertEquals(500, us.read(1000), "it can still be read");
  }

  @Test
  void anIdleConnectionGivesItsMemoryBackAndGoesOn() throws IOException {
    Conversation us = accepted();
    us.send(40_000);
    us.peerSends(Seg.data(1, 1000));
    while (us.emitsWhatever() > 0) {
      us.peerSends(Seg.ack(Seg.LATEST));
    }
    us.read(1000);
    assertTrue(us.host.memory().used() > 64 * KIB);
    passInSteps(us, 100);
    assertEquals(0, us.host.memory().used());
    us.peerSends(Seg.data(1001, 1000)).emits(".", 40_001, 2001, 0);
    assertEquals(1000, us.read(2000));
    us.send(10).emits(".", 40_001, 2001, 10);
  }

  @Test
  void whatIsUnreadOrNotAcknowledgedIsNeverGivenBack() throws IOException {
    Conversation us = accepted();
    us.send(1000).emits();
    us.peerSends(Seg.data(1001, 1000).acks(1));
    us.emitsWhatever();
    passInSteps(us, 100);
    assertEquals(3 * KIB, us.host.memory().used());
    us.peerSends(Seg.data(1, 1000));
    assertEquals(2000, us.read(3000), "with what came beyond the gap");
  }

  private static void passInSteps(Conversation us, int steps) {
    for (int i = 0; i < steps; i++) {
      us.pass(Duration.ofMillis(100));
    }
  }

  @Test
  @Tag("SHLD-14")
  void theRightEdgeNeverMovesLeftWhateverBecomesOfMemory() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Conversation us = accepted();
    HostSocket[] others = others(us, 512 * KIB);
    int seq = 1;
    int edge = 0;
    for (int i = 0; i < 5_000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          end(others);
          int[] sizes = {512 * KIB, 256 * KIB, 128 * KIB, 64 * KIB};
          others = others(us, java.util.Arrays.copyOf(sizes, random.nextInt(5)));
        }
        case 1 -> us.read(random.nextInt(30_000));
        default -> us.peerSends(Seg.data(seq, random.nextInt(MSS)));
      }
      for (Emitted e = us.poll(); e != null; e = us.poll()) {
        if (e.has(TcpFlags.SYN) || e.has(TcpFlags.RST)) {
          continue; // others'
        }
        assertTrue(e.ack + e.window >= edge, "seed " + seed + ", step " + i + ": " + edge);
        assertTrue(e.ack >= seq, "seed " + seed);
        edge = e.ack + e.window;
        seq = e.ack;
      }
    }
    assertEquals(seq, us.socket.status().rcvNxt());
  }
}
