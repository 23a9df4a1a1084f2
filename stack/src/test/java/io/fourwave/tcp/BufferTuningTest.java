package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.congestion.FixedWindow;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers that are widened as the path and the application need it. */
class BufferTuningTest {
  private static final int KIB = 1 << 10;
  private static final Duration ROUND_TRIP = Duration.ofMillis(40);

  private int seq = 1;

  private static TcpSettings with(Buffers buffers, boolean timestamps) {
    TcpSettings plain = Conversation.plain().with(buffers);
    return plain.with(plain.options().withWindowScale(true).withTimestamps(timestamps));
  }

  /** Opens, a round trip away. */
  private static Conversation open(TcpSettings settings) {
    Seg syn = Seg.syn().mss(MSS).wscale(8);
    syn = settings.options().timestamps() ? syn.ts(1, 0) : syn;
    return Conversation.of(settings).accept(syn, ROUND_TRIP);
  }

  /** The peer sends so much in one round trip, and the application reads so much of it. */
  private void roundTrip(Conversation us, int sent, int read) throws IOException {
    us.emitsWhatever();
    us.pass(ROUND_TRIP);
    for (int left = sent; left > 0; left -= MSS) {
      int length = Math.min(left, MSS);
      us.peerSends(Seg.data(seq, length));
      seq += length;
    }
    us.read(read);
    us.emitsWhatever();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWindowIsTwiceWhatTheApplicationReadsInARoundTrip(boolean timestamps) throws IOException {
    Conversation us = open(with(new Buffers(64 * KIB, 64 * KIB, 64 * KIB, 1024 * KIB), timestamps));
    for (int i = 0; i < 10; i++) {
      roundTrip(us, 60_000, 60_000);
    }
    int buffer = us.socket.status().receiveBuffer();
    assertTrue(
        buffer >= 120_000 && buffer <= 250_000, "twice, or as for a sender that grows: " + buffer);
    assertTrue(us.socket.status().rcvWnd() > 100_000, () -> "" + us.socket.status());
    for (int i = 0; i < 10; i++) {
      roundTrip(us, 100_000, 100_000);
    }
    int wider = us.socket.status().receiveBuffer();
    assertTrue(wider >= 200_000 && wider <= 410_000, "" + wider);
  }

  @Test
  void aSenderInSlowStartIsNeverHeldUp() throws IOException {
    Conversation us = open(with(new Buffers(64 * KIB, 64 * KIB, 64 * KIB, 4096 * KIB), true));
    int sent = 10 * MSS;
    for (int i = 0; i < 8; i++) {
      assertTrue(us.socket.status().rcvWnd() >= sent, sent + " of " + us.socket.status());
      roundTrip(us, sent, sent);
      sent *= 2;
    }
  }

  @Test
  void aSlowReaderKeepsASmallBuffer() throws IOException {
    Conversation us = open(with(new Buffers(64 * KIB, 64 * KIB, 64 * KIB, 1024 * KIB), true));
    for (int i = 0; i < 200; i++) {
      int window = us.socket.status().rcvWnd();
      roundTrip(us, Math.min(window, 20_000), 10_000);
    }
    assertEquals(64 * KIB, us.socket.status().receiveBuffer());
  }

  @Test
  void theBufferGrowsToItsMostAndNoFurther() throws IOException {
    Conversation us = open(with(new Buffers(64 * KIB, 64 * KIB, 64 * KIB, 300_000), true));
    for (int i = 0; i < 20; i++) {
      int sent = us.socket.status().rcvWnd();
      roundTrip(us, sent, sent);
    }
    assertEquals(300_000, us.socket.status().receiveBuffer());
  }

  @Test
  void aBufferThatWasSetStaysAsItIs() throws IOException {
    Buffers tuned = new Buffers(64 * KIB, 64 * KIB, 1024 * KIB, 1024 * KIB);
    Conversation us = open(with(tuned.withReceive(32 * KIB), true));
    for (int i = 0; i < 20; i++) {
      int sent = us.socket.status().rcvWnd();
      roundTrip(us, sent, sent);
    }
    assertEquals(32 * KIB, us.socket.status().receiveBuffer());
  }

  @Test
  @Tag("SHLD-14")
  void aBufferThatIsSetSmallerLaterTakesBackNoWindow() throws IOException {
    Conversation us = open(with(new Buffers(64 * KIB, 64 * KIB, 1024 * KIB, 1024 * KIB), true));
    us.emitsWhatever();
    int window = us.socket.status().rcvWnd();
    us.socket.settings(us.socket.settings().with(us.socket.settings().buffers().withReceive(8192)));
    assertEquals(window, us.socket.status().rcvWnd());
    for (int left = window; left >= MSS; left -= MSS) {
      us.peerSends(Seg.data(seq, MSS));
      seq += MSS;
      us.emits(".", 1, seq, 0);
    }
    us.read(64 * KIB);
    assertTrue(us.untilEmits().window << 5 <= 8192);
  }

  @Test
  void theSendBufferHasRoomForTwiceWhatMayBeInFlight() throws IOException {
    Buffers tuned = new Buffers(16 * KIB, 64 * KIB, 1024 * KIB, 64 * KIB);
    TcpSettings settings = with(tuned, false).withCongestionControl(() -> new FixedWindow(100_000));
    Conversation us = Conversation.of(settings).listen();
    us.peerSends(Seg.syn().mss(MSS).wscale(8)).emits();
    us.peerSends(Seg.ack(1));
    us.socket = us.listener.accept();
    us.send(MSS).emits(".", 1, 1, MSS);
    us.peerSends(Seg.ack(1 + MSS));
    assertEquals(200_000, us.socket.status().sendBuffer());
  }

  @Test
  void aSendBufferIsNoWiderThanThePeersWindowCanUse() throws IOException {
    Buffers tuned = new Buffers(16 * KIB, 64 * KIB, 1024 * KIB, 64 * KIB);
    TcpSettings settings = with(tuned, false).withCongestionControl(() -> new FixedWindow(1 << 20));
    Conversation us = Conversation.of(settings).peerWindow(50_000).accept(Seg.syn().mss(MSS));
    us.send(MSS).emits(".", 1, 1, MSS);
    us.peerSends(Seg.ack(1 + MSS));
    assertEquals(100_000, us.socket.status().sendBuffer());
  }

  @Test
  void aBufferIsNoWiderThanAShortPathCanFill() throws IOException {
    Buffers tuned = new Buffers(16 * KIB, 64 * KIB, 16 << 20, 16 << 20);
    TcpSettings settings = with(tuned, false).withCongestionControl(() -> new FixedWindow(1 << 24));
    Conversation near = Conversation.of(settings).accept(Seg.syn().mss(MSS).wscale(8));
    near.send(MSS).emits(".", 1, 1, MSS);
    near.pass(Duration.ofNanos(100_000)).peerSends(Seg.ack(1 + MSS));
    int most = near.socket.status().sendBuffer();
    assertTrue(most >= 1 << 20 && most < 1_400_000, "1 MiB, and 250 kB for 0.1 ms: " + most);
    Conversation far = open(settings);
    far.send(MSS).emits(".", 1, 1, MSS);
    far.pass(ROUND_TRIP).peerSends(Seg.ack(1 + MSS));
    assertEquals(16 << 20, far.socket.status().sendBuffer());
  }

  @Test
  void aSendBufferThatWasSetStaysAsItIs() throws IOException {
    TcpSettings settings = with(new Buffers(16 * KIB, 64 * KIB), false);
    Conversation us = open(settings.withCongestionControl(() -> new FixedWindow(1 << 20)));
    us.send(MSS).emits(".", 1, 1, MSS);
    us.peerSends(Seg.ack(1 + MSS));
    assertEquals(16 * KIB, us.socket.status().sendBuffer());
  }
}
