package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9293 §3.10.1 to §3.10.6: what a call returns, or throws, in each state; the state after it;
 * what is sent. An answer names its numbers as {@code una} and {@code nxt}, SEQ first, as they were
 * before.
 */
class UserCallsTest {
  private static final String CALLS =
      """
      in                    | call     | returns       | after        | sends
      syn-sent              | open     | BindException | same         | -
      syn-sent              | send     | 10            | same         | -
      syn-sent              | receive  | 0             | same         | -
      syn-sent              | shutdown | ok            | CLOSED       | -
      syn-sent              | close    | ok            | CLOSED       | -
      syn-sent              | abort    | ok            | CLOSED       | -
      syn-sent              | status   | SYN_SENT      | same         | -
      syn-received-actively | open     | BindException | same         | -
      syn-received-actively | send     | 10            | same         | -
      syn-received-actively | receive  | 0             | same         | -
      syn-received-actively | shutdown | ok            | same         | -
      syn-received-actively | close    | ok            | same         | -
      syn-received-actively | abort    | ok            | CLOSED       | R. nxt nxt 0
      syn-received-actively | status   | SYN_RECEIVED  | same         | -
      established           | open     | BindException | same         | -
      established           | send     | 10            | same         | . nxt nxt 10
      established           | receive  | 0             | same         | -
      established           | shutdown | ok            | FIN_WAIT_1   | F. nxt nxt 0
      established           | close    | ok            | FIN_WAIT_1   | F. nxt nxt 0
      established           | abort    | ok            | CLOSED       | R. nxt nxt 0
      established           | status   | ESTABLISHED   | same         | -
      established-full      | receive  | 2048          | same         | . nxt nxt 0
      established-full      | shutdown | ok            | FIN_WAIT_1   | F. nxt nxt 0
      established-full      | close    | ok            | CLOSED       | R. nxt nxt 0
      established-sending   | close    | ok            | FIN_WAIT_1   | F. nxt nxt 0
      fin-wait-1            | open     | BindException | same         | -
      fin-wait-1            | send     | Aborted       | same         | -
      fin-wait-1            | receive  | 0             | same         | -
      fin-wait-1            | shutdown | ok            | same         | -
      fin-wait-1            | close    | ok            | same         | -
      fin-wait-1            | abort    | ok            | CLOSED       | R. nxt nxt 0
      fin-wait-1            | status   | FIN_WAIT_1    | same         | -
      fin-wait-2            | open     | BindException | same         | -
      fin-wait-2            | send     | Aborted       | same         | -
      fin-wait-2            | receive  | 0             | same         | -
      fin-wait-2            | shutdown | ok            | same         | -
      fin-wait-2            | close    | ok            | same         | -
      fin-wait-2            | abort    | ok            | CLOSED       | R. nxt nxt 0
      fin-wait-2            | status   | FIN_WAIT_2    | same         | -
      close-wait            | open     | BindException | same         | -
      close-wait            | send     | 10            | same         | . nxt nxt 10
      close-wait            | receive  | -1            | same         | -
      close-wait            | shutdown | ok            | LAST_ACK     | F. nxt nxt 0
      close-wait            | close    | ok            | LAST_ACK     | F. nxt nxt 0
      close-wait            | abort    | ok            | CLOSED       | R. nxt nxt 0
      close-wait            | status   | CLOSE_WAIT    | same         | -
      closing               | open     | BindException | same         | -
      closing               | send     | Aborted       | same         | -
      closing               | receive  | -1            | same         | -
      closing               | shutdown | ok            | same         | -
      closing               | close    | ok            | same         | -
      closing               | abort    | ok            | CLOSED       | -
      closing               | status   | CLOSING       | same         | -
      last-ack              | open     | BindException | same         | -
      last-ack              | send     | Aborted       | same         | -
      last-ack              | receive  | -1            | same         | -
      last-ack              | shutdown | ok            | same         | -
      last-ack              | close    | ok            | same         | -
      last-ack              | abort    | ok            | CLOSED       | -
      last-ack              | status   | LAST_ACK      | same         | -
      time-wait             | open     | BindException | same         | -
      time-wait             | send     | Aborted       | same         | -
      time-wait             | receive  | -1            | same         | -
      time-wait             | shutdown | ok            | same         | -
      time-wait             | close    | ok            | same         | -
      time-wait             | abort    | ok            | CLOSED       | -
      time-wait             | status   | TIME_WAIT     | same         | -
      """;

  /** A row of the table. */
  record Call(Situation in, String name, String returns, String after, String sends) {
    static Call of(String line) {
      String[] cell = Stream.of(line.split("\\|")).map(String::strip).toArray(String[]::new);
      String in = cell[0].replace('-', '_').toUpperCase(Locale.ROOT);
      return new Call(Situation.valueOf(in), cell[1], cell[2], cell[3], cell[4]);
    }

    @Override
    public String toString() {
      return in + " " + name + " -> " + returns + ", " + after;
    }
  }

  static Stream<Call> calls() {
    return CALLS.lines().skip(1).map(Call::of);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aCallReturnsWhatItsStateAllows(Call call) {
    for (boolean v4 : new boolean[] {true, false}) {
      Conversation us = call.in.begin(v4);
      ConnectionStatus tcb = us.socket.status();
      assertEquals(call.returns, result(us, call.name), "what it returns");
      TcpState after = call.after.equals("same") ? call.in.state : TcpState.valueOf(call.after);
      assertEquals(after, Situation.stateOf(us), "the state after it");
      assertEquals(after, us.socket.state(), "the state that the socket tells");
      Emitted sent = us.poll();
      assertEquals(call.sends, sent == null ? "-" : inNames(sent, tcb), "what is sent");
      us.emitsNothing();
    }
  }

  private static String result(Conversation us, String call) {
    try {
      return switch (call) {
        case "open" -> open(us);
        case "send" -> String.valueOf(us.socket.write(ByteBuffer.allocate(10)));
        case "receive" -> String.valueOf(us.read(4096));
        case "status" -> us.socket.status().state().name();
        default -> tell(us, call);
      };
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String open(Conversation us) throws IOException {
    InetSocketAddress local = us.socket.localAddress();
    return us.host.connect(local, us.socket.remoteAddress(), Conversation.plain()).state().name();
  }

  private static String tell(Conversation us, String call) {
    switch (call) {
      case "shutdown" -> us.socket.shutdownOutput();
      case "close" -> us.socket.close();
      default -> us.socket.abort();
    }
    return "ok";
  }

  private static String inNames(Emitted sent, ConnectionStatus tcb) {
    String seq = sent.seq == tcb.sndNxt() ? "nxt" : sent.seq == tcb.sndUna() ? "una" : "?";
    String ack = sent.ack == tcb.rcvNxt() ? "nxt" : "?";
    String flags = TcpFlags.toString(sent.flags & ~TcpFlags.PSH);
    return flags + " " + seq + " " + ack + " " + sent.length;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inListenSendTurnsIntoAnActiveOpenFromTheSamePort(boolean v4) throws IOException {
    Conversation us = Situation.LISTEN.begin(v4);
    String peer = v4 ? "192.0.2.1" : "2001:db8::1";
    var socket = us.listener.connect(new InetSocketAddress(peer, Conversation.PEER_PORT));
    assertEquals(TcpState.CLOSED, us.listener.state());
    assertEquals(TcpState.SYN_SENT, socket.state());
    assertEquals(Conversation.OUR_PORT, socket.localAddress().getPort());
    assertEquals(10, socket.write(ByteBuffer.allocate(10)), "text is queued until it is open");
    us.emits("S", 0, 0, 0);
    us.peerSends(Seg.synAck().mss(Conversation.MSS));
    us.emits(".", 1, 1, 10);
  }

  @Test
  void inListenSendToNobodyIsAnErrorAndListeningGoesOn() {
    Conversation us = Situation.LISTEN.begin(true);
    InetSocketAddress nobody = new InetSocketAddress("0.0.0.0", Conversation.PEER_PORT);
    assertThrows(IOException.class, () -> us.listener.connect(nobody));
    assertEquals(TcpState.LISTEN, us.listener.state());
    us.peerSends(Seg.syn()).emits("S.", 0, 1, 0);
  }

  @Test
  void inListenThereIsNothingToReceiveAndCloseEndsIt() {
    Conversation us = Situation.LISTEN.begin(true);
    assertNull(us.listener.accept());
    us.listener.close();
    assertEquals(TcpState.CLOSED, us.listener.state());
    us.listener.close();
    us.peerSends(Seg.syn()).emits("R.", 0, 1, 0);
    assertTrue(us.host.connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYN_SENT", "SYN_RECEIVED_ACTIVELY"})
  void textThatWasSentWhileOpeningGoesOutWhenItIsOpenAndTheFinBehindIt(Situation opening) {
    Conversation us = opening.begin(true);
    us.send(10);
    if (opening == Situation.SYN_RECEIVED_ACTIVELY) {
      us.socket.shutdownOutput();
    }
    us.emitsNothing();
    us.peerSends(Seg.synAck().mss(Conversation.MSS));
    boolean closed = opening == Situation.SYN_RECEIVED_ACTIVELY;
    us.emits(closed ? "F." : ".", 1, 1, 10);
    assertEquals(closed ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED, us.socket.state());
  }

  @Test
  void closingBeforeOurSynAckIsSentWaitsForIt() {
    Conversation us = Conversation.fresh().open();
    us.peerSends(Seg.syn().mss(Conversation.MSS)); // both open, before our SYN has left
    us.socket.close();
    us.emits("S.", 0, 1, 0);
    us.emitsNothing();
    us.peerSends(Seg.ack(1)).emits("F.", 1, 1, 0);
  }

  @Test
  void receiveAfterTheFinTakesWhatIsAtHandAndThenTellsTheEnd() throws IOException {
    Conversation us = Conversation.accepted();
    us.peerSends(Seg.data(1, 10), Seg.fin(11));
    assertEquals(TcpState.CLOSE_WAIT, us.socket.state());
    assertEquals(4, us.read(4));
    assertEquals(6, us.read(100));
    assertEquals(-1, us.read(100));
  }

  @Test
  void aConnectionThatIsGoneTellsWhy() {
    Conversation us = Conversation.connected();
    us.socket.abort();
    assertEquals(CloseReason.ABORTED, us.socket.failure());
    assertThrows(TcpException.Aborted.class, () -> us.read(1));
    assertThrows(TcpException.Aborted.class, () -> us.socket.write(ByteBuffer.allocate(1)));
    us.socket.close();
    us.socket.abort();
    us.emits("R.", 1, 1, 0);
    us.emitsNothing();
    assertTrue(us.host.connections().isEmpty());
  }

  @Test
  void abortFlushesWhatWasQueued() {
    Conversation us = Situation.ESTABLISHED_SENDING.begin(true);
    us.send(5000);
    us.socket.abort();
    us.emits("R.", 1001, 1, 0);
    us.emitsNothing();
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline(), "no timer is left");
  }

  @ParameterizedTest
  @EnumSource(
      value = Situation.class,
      names = {"CLOSE_WAIT", "FIN_WAIT_1"})
  void abortResetsAPeerThatStillWaitsForOurFin(Situation in) {
    Conversation us = (in == Situation.CLOSE_WAIT ? in : Situation.ESTABLISHED).begin(true);
    us.peerSends(Seg.ack(1).wnd(0));
    us.send(10);
    us.socket.shutdownOutput();
    us.emitsNothing();
    if (in == Situation.FIN_WAIT_1) {
      us.peerSends(Seg.fin(1).wnd(0)).emits(".", 1, 2, 0);
    }
    TcpState last = in == Situation.FIN_WAIT_1 ? TcpState.CLOSING : TcpState.LAST_ACK;
    assertEquals(last, us.socket.state());
    us.socket.abort();
    us.emits("R.", 1, 2, 0);
  }

  @Test
  void statusForgetsTimeWaitWhenItIsOver() {
    HostSettings settings = HostSettings.defaults().with(Conversation.plain());
    Conversation us = Situation.TIME_WAIT.begin(settings, true);
    us.pass(Duration.ofSeconds(59));
    assertEquals(TcpState.TIME_WAIT, us.socket.state());
    us.pass(Duration.ofSeconds(1));
    assertEquals(TcpState.CLOSED, us.socket.state());
    assertEquals(TcpState.CLOSED, us.socket.status().state());
  }
}
