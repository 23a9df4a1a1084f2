package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ISN = M + F(four-tuple, secret) (RFC 9293 §3.4.1, RFC 6528). */
@Tag("RFC6528")
class InitialSequenceNumberTest {
  private static final long TICK = 4_000;
  private static final ConnectionId ID = id("192.0.2.2", 7, "192.0.2.1", 40_000);

  private static ConnectionId id(String local, int localPort, String remote, int remotePort) {
    IpAddress from = IpAddress.parse(local);
    IpAddress to = IpAddress.parse(remote);
    return new ConnectionId(from.high(), from.low(), localPort, to.high(), to.low(), remotePort);
  }

  private static IsnGenerator generator(long seed) {
    return new IsnGenerator(new SipHash(new Random(seed)));
  }

  @Test
  @Tag("MUST-8")
  void theClockTicksEveryFourMicroseconds() {
    IsnGenerator isns = generator(1);
    int first = isns.next(ID, 0);
    assertEquals(first, isns.next(ID, TICK - 1));
    assertEquals(first + 1, isns.next(ID, TICK));
    assertEquals(first + 250_000, isns.next(ID, Duration.ofSeconds(1).toNanos()));
    assertEquals(first, isns.next(ID, TICK << 32), "the cycle takes 4.77 hours");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("MUST-8")
  void aConnectionThatIsOpenedAgainBeginsWhereTheClockHasGone(Family family) {
    Conversation us = family.accepted();
    us.peerSends(Seg.rst(1));
    us.pass(Duration.ofMillis(40));
    us.peerSends(Seg.syn().mss(1000));
    us.emits("S.", 10_000, 1, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-1")
  @Tag("MUST-9")
  void numbersOfDifferentFourTuplesTellNothingOfEachOther(Family family) {
    boolean v4 = family == Family.IPV4;
    String net = v4 ? "192.0.2." : "2001:db8::";
    List<ConnectionId> neighbours = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      neighbours.add(id(net + 2, 7, net + 1, 1024 + i));
      neighbours.add(id(net + 2, 1024 + i, net + 1, 7));
      neighbours.add(id(net + 2, 8, net + (v4 ? i : Integer.toHexString(i)), 8));
      neighbours.add(id(net + (v4 ? i : Integer.toHexString(i)), 9, net + 1, 9));
    }
    IsnGenerator isns = generator(1);
    Set<Integer> differences = new HashSet<>();
    int[] sixteenths = new int[16];
    int before = 0;
    for (ConnectionId neighbour : neighbours) {
      int isn = isns.next(neighbour, 0);
      differences.add(isn - before);
      sixteenths[isn >>> 28]++;
      before = isn;
    }
    assertEquals(neighbours.size(), differences.size(), "no step comes twice");
    for (int count : sixteenths) {
      assertTrue(count > 30 && count < 100, count + " of 1,000 in a sixteenth of the space");
    }
  }

  /**
   * Whoever does not know the secret cannot compute F: another secret makes it another function.
   */
  @Test
  @Tag("MUST-9")
  void theFunctionDependsOnASecretOfTheHost() {
    Set<Integer> isns = new HashSet<>();
    for (int seed = 0; seed < 1000; seed++) {
      isns.add(generator(seed).next(ID, 0));
    }
    assertEquals(1000, isns.size());
  }

  /** The key 00 01 … 0f and the messages 00 … 07 and 00 … 0f, as SipHash's authors give them. */
  @Test
  @Tag("MUST-9")
  void theFunctionIsSipHash() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    hash.begin();
    hash.add(0x0706050403020100L);
    assertEquals(0x93f5f5799a932462L, hash.end(8));
    hash.begin();
    hash.add(0x0706050403020100L);
    hash.add(0x0f0e0d0c0b0a0908L);
    assertEquals(0x3f2acc7f57c29bdbL, hash.end(16));
  }

  /** CVE-2020-27213 and its like: hosts whose numbers were constant, or counted up. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("SHLD-1")
  void connectionsOpenedAtOnceBeginFarApart(Family family) {
    Conversation us = family.fresh();
    List<Integer> isns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      us.open();
      isns.add(us.emits().seq);
    }
    Collections.sort(isns);
    for (int i = 1; i < isns.size(); i++) {
      assertNotEquals(isns.get(i - 1), isns.get(i));
      assertTrue(Math.abs((long) isns.get(i) - isns.get(i - 1)) > 100, isns::toString);
    }
  }

  /** RFC 6056: ports of active opens are as hard to guess. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC6056")
  void portsOfActiveOpensDoNotCountUp(Family family) {
    Conversation us = family.fresh();
    Set<Integer> steps = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    int before = 0;
    for (int i = 0; i < 100; i++) {
      us.open();
      int port = us.socket.localAddress().getPort();
      assertTrue(port >= 49_152 && port <= 65_535, "port " + port);
      steps.add(port - before);
      ports.add(port);
      before = port;
    }
    assertEquals(100, ports.size());
    assertTrue(steps.size() > 95, () -> steps.toString());
  }

  /** RFC 7323 §5.4: timestamps must not join connections, or show how long we have been up. */
  @ParameterizedTest
  @EnumSource(Family.class)
  @Tag("RFC7323")
  void timestampsOfDifferentConnectionsBeginAnywhere(Family family) {
    Conversation us = family.of(TcpSettings.defaults());
    Set<Integer> eighths = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      us.open();
      eighths.add(us.emits().options.timestamp() >>> 29);
    }
    assertEquals(8, eighths.size());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aTimestampIsNoKeyToTheSequenceNumber(Family family) {
    Conversation us = family.of(TcpSettings.defaults());
    Set<Integer> differences = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      us.open();
      var syn = us.emits();
      differences.add(syn.seq + us.ourIss() - syn.options.timestamp());
    }
    assertEquals(100, differences.size());
  }

  /** An idle scan counts a third party's packets by the identifications of ours (RFC 6864). */
  @Test
  @Tag("RFC6864")
  void identificationsDoNotCountPackets() {
    Conversation us = Family.IPV4.fresh();
    Set<Integer> steps = new HashSet<>();
    int before = 0;
    for (int i = 0; i < 100; i++) {
      us.peerSends(Seg.syn());
      byte[] reset = us.emits().packet;
      int identification = (reset[4] & 0xff) << 8 | reset[5] & 0xff;
      boolean whole = (reset[6] & 0x40) != 0;
      steps.add(whole ? -identification : identification - before);
      before = identification;
    }
    assertTrue(steps.equals(Set.of(0)) || steps.size() > 95, () -> steps.toString());
  }
}
