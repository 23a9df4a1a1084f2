package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.ip.IpObserver;
import io.fourwave.link.Packet;
import io.fourwave.sim.MemoryLink;
import io.fourwave.tcp.SynCookieUse;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpObserver;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stack of two hosts, driven by hand: what comes to the one that does not know of it. */
class SiblingsTest {
  private static final TcpSettings TCP = TcpSettings.defaults();
  private static final InetSocketAddress SERVICE = new InetSocketAddress("192.0.2.2", 7);

  private final Packet packet = new Packet();
  private final Random random = new Random(3);
  private final List<EventLoop> stack = new ArrayList<>();
  private final List<HostListener> listeners = new ArrayList<>();
  private Host client;
  private long now;

  /** Which of the two hosts the client's packets come to. */
  private int queue;

  private void begin(HostSettings settings) throws IOException {
    HostSettings ours = settings.withAddresses("192.0.2.2");
    Loops loops =
        Loops.over(
            List.of(MemoryLink.pair(1500).left(), MemoryLink.pair(1500).left()),
            ours,
            () -> random,
            Duration.ZERO,
            TcpObserver.NONE,
            IpObserver.NONE);
    stack.addAll(loops.all());
    now = EventLoop.clock();
    client = new Host(settings.withAddresses("192.0.2.1"), random, now);
    for (EventLoop loop : stack) {
      loop.host().tick(now);
      listeners.add(loop.host().listen(SERVICE, 16, TCP));
    }
  }

  private Host host(int number) {
    return stack.get(number).host();
  }

  /** Carries packets, and runs what the hosts tell each other, until all are silent. */
  private void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      while (client.nextPacket(packet, now)) {
        host(queue).packetArrives(packet, now);
        moved = true;
      }
      for (EventLoop loop : stack) {
        loop.mailbox().runAll();
        while (loop.host().nextPacket(packet, now)) {
          client.packetArrives(packet, now);
          moved = true;
        }
      }
    }
  }

  private void advance(long nanos) {
    now += nanos;
    client.advanceTo(now);
    stack.forEach(loop -> loop.host().advanceTo(now));
    settle();
  }

  private HostSocket connected() throws IOException {
    HostSocket socket = client.connect(null, SERVICE, TCP);
    settle();
    assertTrue(socket.isConnected());
    return socket;
  }

  private static void say(HostSocket socket, int octets) throws IOException {
    assertEquals(octets, socket.write(ByteBuffer.allocate(octets)));
  }

  private long handedOver() {
    return stack.stream().mapToLong(l -> l.host().counters().of(TcpEvent.HANDED_OVER)).sum();
  }

  @Test
  void aSegmentThatComesToTheOtherHostIsHandedOverAndNotReset() throws IOException {
    begin(HostSettings.defaults());
    HostSocket ours = connected();
    HostSocket theirs = listeners.get(0).accept();
    queue = 1;
    say(ours, 1000);
    settle();
    assertEquals(1000, theirs.incoming().remaining());
    assertTrue(ours.isConnected());
    assertTrue(handedOver() > 0);
    assertEquals(0, host(1).counters().of(TcpEvent.RESET_OUT));
    long arrivedAtOne = host(1).counters().of(TcpEvent.SEGMENT_IN);
    assertEquals(1, arrivedAtOne, "what is handed over has arrived once");
  }

  @Test
  void aSegmentOfNobodysIsResetByWhomeverItComesTo() throws IOException {
    begin(HostSettings.defaults());
    HostSocket socket = client.connect(null, new InetSocketAddress("192.0.2.2", 8), TCP);
    queue = 1;
    settle();
    assertNotNull(socket.failure());
    assertEquals(0, handedOver());
  }

  @Test
  void aSynForANameThatTheOtherHostHasInTimeWaitIsThatOnes() throws IOException {
    begin(HostSettings.defaults());
    HostSocket ours = connected();
    listeners.get(0).accept().close();
    settle();
    ours.close();
    settle();
    advance(1_000_000);
    assertEquals(TcpState.TIME_WAIT, host(0).connections().get(1).state());
    queue = 1;
    HostSocket again = client.connect(ours.localAddress(), SERVICE, TCP);
    settle();
    assertTrue(again.isConnected());
    assertEquals(1, host(0).counters().of(TcpEvent.TIME_WAIT_REUSED));
    assertFalse(listeners.get(1).isAcceptable());
    assertTrue(listeners.get(0).isAcceptable());
  }

  @Test
  void aNameIsFreeForBothWhenItsTimeWaitIsOver() throws IOException {
    begin(HostSettings.defaults());
    HostSocket ours = connected();
    listeners.get(0).accept().close();
    settle();
    ours.close();
    settle();
    advance(61_000_000_000L);
    queue = 1;
    HostSocket again = client.connect(ours.localAddress(), SERVICE, TCP);
    settle();
    assertTrue(again.isConnected());
    assertTrue(listeners.get(1).isAcceptable());
    assertEquals(0, handedOver());
  }

  @Test
  void theLastFinIsAcknowledgedThoughItComesToTheOtherHost() throws IOException {
    begin(HostSettings.defaults());
    HostSocket ours = connected();
    HostSocket theirs = listeners.get(0).accept();
    theirs.close();
    settle();
    queue = 1;
    ours.close();
    settle();
    assertFalse(ours.isOpen());
    assertEquals(null, ours.failure());
  }

  @Test
  void aCookieThatComesBackToTheOtherHostOpensAConnectionThere() throws IOException {
    HostSettings always = HostSettings.defaults();
    begin(always.with(always.tcpHost().withSynCookies(SynCookieUse.ALWAYS)));
    HostSocket ours = client.connect(null, SERVICE, TCP);
    assertTrue(client.nextPacket(packet, now));
    host(0).packetArrives(packet, now);
    queue = 1;
    settle();
    say(ours, 10);
    settle();
    assertTrue(ours.isConnected());
    assertEquals(10, listeners.get(1).accept().incoming().remaining());
  }

  @Test
  void initialSequenceNumbersAndTimestampsAreOfOneKey() throws IOException {
    begin(HostSettings.defaults());
    long[] first = synAckFrom(0);
    long[] second = synAckFrom(1);
    assertEquals(first[0], second[0], "the same four-tuple at the same time");
    assertNotEquals(0, first[0]);
  }

  /** The sequence number of the SYN,ACK that a host answers one and the same SYN with. */
  private long[] synAckFrom(int number) throws IOException {
    InetSocketAddress from = new InetSocketAddress("192.0.2.1", 4321);
    HostSocket socket = client.connect(from, SERVICE, TCP);
    assertTrue(client.nextPacket(packet, now));
    host(number).packetArrives(packet, now);
    assertTrue(host(number).nextPacket(packet, now));
    int header = packet.start() + 20;
    long sequence = packet.bytes().getInt(header + 4);
    socket.abort();
    queue = number;
    client.packetArrives(packet, now); // answered with a reset, which ends what is half open
    settle();
    return new long[] {sequence};
  }

  @Test
  void twoHostsNeverConnectFromOnePortToOnePlace() throws IOException {
    HostSettings few = HostSettings.defaults();
    begin(few.with(few.tcpHost().withPorts(50_000, 50_009)));
    client.listen(new InetSocketAddress("192.0.2.1", 80), 64, TCP);
    InetSocketAddress there = new InetSocketAddress("192.0.2.1", 80);
    for (int i = 0; i < 10; i++) {
      host(i % 2).connect(null, there, TCP);
    }
    assertThrows(BindException.class, () -> host(0).connect(null, there, TCP));
    assertThrows(BindException.class, () -> host(1).connect(null, there, TCP));
    host(0).connect(null, new InetSocketAddress("192.0.2.1", 81), TCP);
  }

  @Test
  void beyondABoundWhatIsToBeHandedOverIsLostAndCounted() throws IOException {
    begin(HostSettings.defaults());
    HostSocket ours = connected();
    say(ours, 1000);
    assertTrue(client.nextPacket(packet, now));
    int most = Sibling.MOST_OCTETS / packet.length();
    for (int i = 0; i < most + 5; i++) {
      host(1).packetArrives(packet, now);
    }
    assertEquals(most, handedOver());
    assertEquals(5, host(1).counters().of(TcpDropReason.ELSEWHERE));
    settle();
    assertEquals(1000, listeners.get(0).accept().incoming().remaining());
    say(ours, 1000);
    assertTrue(client.nextPacket(packet, now));
    host(1).packetArrives(packet, now);
    assertEquals(most + 1, handedOver(), "what was taken makes room");
  }

  @Test
  void whatOneLearnsOfAPathAllKnow() throws IOException {
    begin(HostSettings.defaults());
    IpAddress remote = IpAddress.parse("192.0.2.1");
    host(0).pathReduced(remote.high(), remote.low(), 1000);
    stack.forEach(loop -> loop.mailbox().runAll());
    HostSocket ours = connectedFrom(1);
    assertEquals(1000 - 40 - 12, ours.status().segmentSize());
  }

  private HostSocket connectedFrom(int number) throws IOException {
    client.listen(new InetSocketAddress("192.0.2.1", 80), 64, TCP);
    HostSocket socket = host(number).connect(null, new InetSocketAddress("192.0.2.1", 80), TCP);
    queue = number;
    settle();
    assertTrue(socket.isConnected());
    return socket;
  }

  @Test
  void limitsAreDividedAndNoneIsLessThanItMayBe() {
    HostSettings all = HostSettings.defaults().withMemory(1 << 20);
    HostSettings third = all.dividedBy(3);
    assertEquals((1 << 20) / 3, third.tcpHost().memory());
    assertEquals(666_667, third.tcpHost().mostConnections());
    assertEquals(34, third.ip().icmpErrorsPerSecond());
    assertEquals(64 << 10, all.dividedBy(200).tcpHost().memory());
    assertEquals(all, all.dividedBy(1));
  }
}
