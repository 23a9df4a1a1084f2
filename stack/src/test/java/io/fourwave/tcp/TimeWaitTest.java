package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Wire;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for 2 MSL (RFC 9293 §3.6.1, RFC 1337). */
@Tag("RFC1337")
class TimeWaitTest {
  private static final Duration MSL = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofNanos(1);

  private static HostSettings settings(Duration msl) {
    return HostSettings.defaults().with(Conversation.plain()).withMsl(msl);
  }

  private static Conversation timeWait(Family family, Duration msl) {
    Conversation us = family.of(settings(msl)).connect(Seg.synAck().mss(1000));
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.ack(2), Seg.fin(1));
    us.emits(".", 2, 2, 0);
    return us;
  }

  private static void waitsFor(Duration time, Conversation us) {
    us.pass(time.minus(TICK));
    assertEquals(TcpState.TIME_WAIT, us.socket.state());
    assertEquals(1, us.host.connections().size());
    us.pass(TICK);
    assertEquals(TcpState.CLOSED, us.socket.state());
    assertEquals(0, us.host.connections().size());
    us.emitsNothing();
    assertEquals(Long.MAX_VALUE, us.host.nextDeadline());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 120})
  @Tag("MUST-13")
  void itLastsTwiceTheMaximumSegmentLifetime(int seconds) {
    for (Family family : Family.values()) {
      Duration msl = Duration.ofSeconds(seconds);
      waitsFor(msl.multipliedBy(2), timeWait(family, msl));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-13")
  void itFollowsFinsThatCrossed(Family family) {
    Conversation us = family.of(settings(MSL)).connect(Seg.synAck().mss(1000));
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(1), Seg.ack(2));
    us.emits(".", 2, 2, 0);
    waitsFor(MSL.multipliedBy(2), us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-13")
  void itFollowsAFinThatAcknowledgesOurs(Family family) {
    Conversation us = family.of(settings(MSL)).connect(Seg.synAck().mss(1000));
    us.socket.close();
    us.emits("F.", 1, 1, 0);
    us.peerSends(Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    waitsFor(MSL.multipliedBy(2), us);
  }

  /** Our last acknowledgement was lost. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-13")
  void aFinThatComesAgainIsAcknowledgedAndTheWaitBeginsAnew(Family family) {
    Conversation us = timeWait(family, MSL);
    us.pass(Duration.ofSeconds(59));
    us.peerSends(Seg.fin(1).acks(2));
    us.emits(".", 2, 2, 0);
    us.emitsNothing();
    waitsFor(MSL.multipliedBy(2), us);
    us.peerSends(Seg.fin(1).acks(2));
    us.emits("R", 2, 0, 0); // nobody remembers
  }

  /** RFC 1337: each of these once ended TIME-WAIT early, at one side or the other. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void oldDuplicatesDoNotAssassinateIt(Family family) {
    Conversation us = timeWait(family, MSL);
    us.peerSends(Seg.rst(2), Seg.rst(2).acks(2), Seg.rst(1), Seg.rst(500));
    us.emitsNothing();
    us.peerSends(Seg.flags(TcpFlags.ACK, 1, 1, 10));
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.flags(TcpFlags.ACK, -100, 1, 0));
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.synAck());
    us.emits(".", 2, 2, 0);
    us.peerSends(Seg.rst(2)); // what RFC 1337's peer answered
    waitsFor(MSL.multipliedBy(2), us);
  }

  /** Else two ends that both wait would talk to each other for ever. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aBareAcknowledgementIsNotAnswered(Family family) {
    Conversation us = timeWait(family, MSL);
    us.peerSends(Seg.flags(TcpFlags.ACK, 2, 2, 0));
    us.emitsNothing();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void itsFourTupleCannotBeOpenedByUs(Family family) throws IOException {
    Conversation us = timeWait(family, MSL);
    InetSocketAddress local = us.socket.localAddress();
    InetSocketAddress remote = us.socket.remoteAddress();
    TcpSettings plain = Conversation.plain();
    assertThrows(BindException.class, () -> us.host.connect(local, remote, plain));
    us.pass(MSL.multipliedBy(2));
    us.host.connect(local, remote, plain);
    assertEquals(TcpFlags.SYN, us.emits().flags);
  }

  @Test
  void whatIsLeftOfAConnectionIsNeitherOpenNorReadable() throws IOException {
    Conversation us = timeWait(Family.IPV4, MSL);
    assertFalse(us.socket.isOpen());
    assertFalse(us.socket.isConnected());
    assertEquals(-1, us.read(10));
  }

  /** A thousand of them, of which some 400 at once share a table and a list. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-13")
  void eachOfManyWaitsItsOwnTime(Family family) throws IOException {
    long seed = 13;
    Random random = new Random(seed);
    String net = family == Family.IPV4 ? "192.0.2." : "2001:db8::";
    Wire wire =
        new Wire(settings(MSL).withAddresses(net + 2), settings(MSL).withAddresses(net + 1));
    HostListener listener = wire.peer.listen(new InetSocketAddress(7), 16, Conversation.plain());
    Deque<Long> ends = new ArrayDeque<>();
    for (int i = 0; i < 1000; i++) {
      openAndClose(wire, listener, new InetSocketAddress(net + 1, 7));
      ends.add(wire.us.now() + 2 * MSL.toNanos());
      wire.pass(Duration.ofMillis(random.nextInt(300)));
      while (ends.peek() <= wire.us.now()) {
        ends.remove();
      }
      assertEquals(ends.size(), wire.us.connections().size(), "seed " + seed + ", number " + i);
      if (i % 50 == 0) {
        everyFourTupleIsTaken(wire);
      }
    }
    wire.pass(MSL.multipliedBy(2));
    assertEquals(0, wire.us.connections().size());
  }

  private static void everyFourTupleIsTaken(Wire wire) {
    for (ConnectionStatus waiting : wire.us.connections()) {
      assertThrows(
          BindException.class,
          () -> wire.us.connect(waiting.local(), waiting.remote(), Conversation.plain()));
    }
  }

  private static void openAndClose(Wire wire, HostListener listener, InetSocketAddress remote)
      throws IOException {
    HostSocket ours = wire.us.connect(null, remote, Conversation.plain());
    wire.settle();
    HostSocket theirs = listener.accept();
    ours.close();
    wire.settle();
    theirs.close();
    wire.settle();
    assertEquals(TcpState.TIME_WAIT, ours.state());
    assertEquals(TcpState.CLOSED, theirs.state());
  }

  @Test
  void whenTheTableIsFullTheOldestEndsEarly() throws IOException {
    HostSettings small =
        settings(MSL).with(TcpHostSettings.DEFAULTS.withLimits(100, 3)).withAddresses("192.0.2.2");
    Wire wire = new Wire(small, settings(MSL).withAddresses("192.0.2.1"));
    HostListener listener = wire.peer.listen(new InetSocketAddress(7), 16, Conversation.plain());
    InetSocketAddress remote = new InetSocketAddress("192.0.2.1", 7);
    openAndClose(wire, listener, remote);
    int oldest = wire.us.connections().get(0).local().getPort();
    for (int i = 0; i < 3; i++) {
      assertTrue(isThere(wire, oldest));
      openAndClose(wire, listener, remote);
    }
    assertFalse(isThere(wire, oldest));
    assertEquals(3, wire.us.connections().size());
    assertEquals(1, wire.us.counters().of(TcpEvent.TIME_WAIT_OVERFLOW));
  }

  private static boolean isThere(Wire wire, int port) {
    return wire.us.connections().stream().anyMatch(c -> c.local().getPort() == port);
  }
}
