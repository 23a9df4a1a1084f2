package io.fourwave.udp;

import static io.fourwave.udp.Peer.PORT;
import static io.fourwave.udp.Peer.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IcmpError.Kind;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet.ChecksumState;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP, octet by octet (RFC 768, RFC 1122 §4.1, RFC 8200 §8.1). */
@Tag("RFC768")
class UdpTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDatagramArrivesWithItsSender(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    peer.sendsDatagram(4000, PORT, octets(100)).sendsDatagram(0, PORT, new byte[0]);
    assertTrue(e.incoming().look());
    assertEquals(peer.peer, new IpAddress(e.incoming().high(), e.incoming().low()));
    assertEquals(4000, e.incoming().number());
    assertArrayEquals(octets(100), Peer.read(e));
    assertTrue(e.incoming().look());
    assertEquals(0, e.incoming().number(), "who wants no answer");
    assertArrayEquals(new byte[0], Peer.read(e));
    assertNull(Peer.read(e));
    assertNull(peer.poll());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("RFC1122")
  @Tag("RFC4443")
  void aClosedPortIsAnsweredPortUnreachableWithTheDatagram(boolean v4) {
    Peer peer = new Peer(v4);
    byte[] packet = peer.packet(17, peer.datagram(4000, PORT, octets(30)));
    byte[] icmp = peer.sends(packet).emits();
    assertEquals(v4 ? 3 : 1, icmp[0], "destination unreachable");
    assertEquals(v4 ? 3 : 4, icmp[1], "port");
    assertArrayEquals(packet, Arrays.copyOfRange(icmp, 8, icmp.length));
    assertEquals(1, peer.host.counters().of(UdpDropReason.CLOSED_PORT));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScanOfClosedPortsIsAnsweredNoOftenerThanTheLimit(boolean v4) {
    Peer peer = new Peer(v4);
    int limit = peer.host.settings().ip().icmpErrorsPerSecond();
    for (int port = 1; port < 10_000; port++) {
      peer.sendsDatagram(4000, port, octets(1));
    }
    int answers = 0;
    while (peer.poll() != null) {
      answers++;
    }
    assertTrue(answers > 0 && answers <= limit, answers + " of " + limit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongChecksumIsDroppedInSilence(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    byte[] datagram = peer.datagram(4000, PORT, octets(100));
    datagram[50]++;
    peer.sends(peer.packet(17, datagram));
    assertNull(Peer.read(e));
    assertNull(peer.poll());
    assertEquals(1, peer.host.counters().of(UdpDropReason.BAD_CHECKSUM));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("RFC8200")
  void noChecksumIsAllowedInIpv4Only(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    peer.sends(peer.packet(17, Peer.withoutChecksum(4000, PORT, octets(100))));
    if (v4) {
      assertArrayEquals(octets(100), Peer.read(e));
    } else {
      assertNull(Peer.read(e));
      assertEquals(1, peer.host.counters().of(UdpDropReason.NO_CHECKSUM));
    }
    assertNull(peer.poll());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLengthFieldIsBelievedIfItIsPossible(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    byte[] longer = Arrays.copyOf(peer.datagram(4000, PORT, octets(20)), 40);
    peer.sends(peer.packet(17, longer));
    assertArrayEquals(octets(20), Peer.read(e), "what lies behind is padding");
    for (int length : new int[] {0, 7, 29, 0xffff}) {
      byte[] bad = peer.datagram(4000, PORT, octets(20));
      ByteBuffer.wrap(bad).putShort(4, (short) length);
      peer.sends(peer.packet(17, bad));
      assertNull(Peer.read(e), () -> length + " octets");
    }
    assertEquals(4, peer.host.counters().of(UdpDropReason.BAD_LENGTH));
    peer.sends(peer.packet(17, new byte[7]));
    assertEquals(1, peer.host.counters().of(UdpDropReason.TRUNCATED));
    assertNull(peer.poll());
  }

  @Test
  void whatIsForAGroupIsNeitherTakenNorAnswered() {
    Peer peer = new Peer(true);
    Endpoint e = peer.open(PORT);
    for (String group : new String[] {"224.0.0.251", "255.255.255.255"}) {
      byte[] noChecksum = Peer.withoutChecksum(4000, PORT, octets(10));
      peer.sends(peer.packet(17, noChecksum, IpAddress.parse(group)));
    }
    assertNull(Peer.read(e));
    assertNull(peer.poll());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDatagramLeavesWithAChecksum(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    peer.send(peer.host.udp(), e, 4000, octets(101));
    byte[] udp = peer.emits();
    assertEquals(PORT, ByteBuffer.wrap(udp).getShort(0));
    assertEquals(4000, ByteBuffer.wrap(udp).getShort(2));
    assertEquals(109, ByteBuffer.wrap(udp).getShort(4));
    assertEquals(0, Peer.checksum(peer.pseudo(17, 109, false), udp));
    assertArrayEquals(octets(101), Arrays.copyOfRange(udp, 8, 109));
    assertNull(peer.poll());
    assertTrue(e.outgoing().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChecksumThatComesOutAsNoughtIsSentAsAllOnes(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    byte[] data = new byte[2];
    byte[] udp = Peer.withoutChecksum(PORT, 4000, data);
    int sum = Peer.checksum(peer.pseudo(17, udp.length, false), udp);
    ByteBuffer.wrap(data).putShort((short) sum);
    peer.send(peer.host.udp(), e, 4000, data);
    assertEquals((short) 0xffff, ByteBuffer.wrap(peer.emits()).getShort(6));
  }

  @Test
  void aDeviceThatFillsInChecksumsIsLeftToDoSo() {
    Peer peer = new Peer(true, new Offload(true, true, true));
    Endpoint e = peer.open(PORT);
    peer.send(peer.host.udp(), e, 4000, octets(100));
    peer.emits();
    assertEquals(ChecksumState.PARTIAL, peer.out.checksumState());
    peer.send(peer.host.udp(), e, 4000, octets(3000));
    peer.emits();
    assertEquals(ChecksumState.COMPLETE, peer.out.checksumState(), "but not in fragments");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsTooLongForThePathGoesInFragments(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    peer.send(peer.host.udp(), e, 4000, octets(65_507));
    peer.send(peer.host.udp(), e, 4000, octets(10));
    int count = 0;
    int payload = 0;
    for (byte[] packet = peer.poll(); packet != null; packet = peer.poll()) {
      assertTrue(packet.length <= 1500);
      payload += packet.length - (v4 ? 20 : 48);
      count++;
    }
    assertEquals(v4 ? 46 : 47, count);
    assertEquals(
        65_507 + 8 + 10 + 8 - (v4 ? 0 : 8), payload, "the short one has no fragment header");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectedEndpointHearsItsPeerOnlyAndComesBeforeOthers(boolean v4)
      throws BindException, NoRouteToHostException {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    peer.host.udp().connect(e, peer.peer, 4000);
    peer.sendsDatagram(4000, PORT, octets(1)).sendsDatagram(4001, PORT, octets(2));
    assertArrayEquals(octets(1), Peer.read(e));
    assertNull(Peer.read(e));
    assertEquals(v4 ? 3 : 1, peer.emits()[0], "to others the port is closed");
    peer.host.udp().disconnect(e);
    peer.sendsDatagram(4001, PORT, octets(3));
    assertArrayEquals(octets(3), Peer.read(e));
  }

  /** An ICMP error that quotes a datagram of ours. */
  private static byte[] error(Peer peer, int type, int code, int rest, int from, int to) {
    byte[] udp = Peer.withoutChecksum(from, to, octets(10));
    byte[] quote = peer.packet(17, udp, peer.peer);
    byte[] us = peer.us.toInetAddress().getAddress();
    System.arraycopy(us, 0, quote, peer.v4 ? 12 : 8, us.length);
    return peer.packet(peer.v4 ? 1 : 58, peer.icmp(type, code, rest, quote));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("RFC1122")
  void aConnectedEndpointIsToldOfErrorsAboutWhatItHasSent(boolean v4)
      throws BindException, NoRouteToHostException {
    Peer peer = new Peer(v4);
    List<Kind> told = new ArrayList<>();
    DatagramEvents events =
        new DatagramEvents() {
          @Override
          public void failed(IcmpError.Kind kind) {
            told.add(kind);
          }
        };
    Endpoint e = peer.open(PORT, events);
    byte[] portUnreachable = error(peer, v4 ? 3 : 1, v4 ? 3 : 4, 0, PORT, 4000);
    peer.sends(portUnreachable);
    assertEquals(List.of(), told, "it might be about anything");
    peer.host.udp().connect(e, peer.peer, 4000);
    peer.sends(portUnreachable);
    peer.sends(error(peer, v4 ? 3 : 1, v4 ? 1 : 3, 0, PORT, 4000));
    peer.sends(error(peer, v4 ? 11 : 3, 0, 0, PORT, 4000));
    assertEquals(List.of(Kind.PORT_UNREACHABLE, Kind.UNREACHABLE, Kind.TIME_EXCEEDED), told);
    peer.sends(error(peer, v4 ? 3 : 1, v4 ? 3 : 4, 0, PORT, 4001));
    peer.sends(error(peer, v4 ? 3 : 1, v4 ? 3 : 4, 0, PORT + 1, 4000));
    assertEquals(3, told.size(), "forged");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPathThatTurnsOutNarrowGetsFragments(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    byte[] tooBig = error(peer, v4 ? 3 : 2, v4 ? 4 : 0, 1300, PORT, 4000);
    peer.sends(error(peer, v4 ? 3 : 2, v4 ? 4 : 0, 1300, PORT + 1, 4000));
    peer.send(peer.host.udp(), e, 4000, octets(1400));
    peer.emits();
    assertNull(peer.poll(), "nobody had sent from that port");
    peer.sends(tooBig);
    peer.send(peer.host.udp(), e, 4000, octets(1400));
    assertTrue(peer.emits().length <= 1300);
    peer.emits();
    assertNull(peer.poll());
  }

  @Test
  @Tag("RFC6056")
  void portsAreDrawnByLotAndNeverGivenTwice() {
    Peer peer = new Peer(true);
    Set<Integer> ports = new HashSet<>();
    int ascending = 0;
    int last = 0;
    for (int i = 0; i < 1000; i++) {
      int port = peer.open(0).port();
      assertTrue(ports.add(port) && port >= 49_152);
      ascending += port > last ? 1 : 0;
      last = port;
    }
    assertTrue(ascending > 300 && ascending < 700, ascending + " of 1000 are above the one before");
  }

  @Test
  void anAddressAndPortAreOneEndpointsUntilItCloses() throws BindException {
    Peer peer = new Peer(true);
    UdpLayer udp = peer.host.udp();
    QueueLimits limits = QueueLimits.DEFAULTS;
    IpAddress v6 = IpAddress.parse("2001:db8::2");
    Endpoint first = udp.open(peer.us, PORT, limits, DatagramEvents.NONE);
    udp.open(v6, PORT, limits, DatagramEvents.NONE);
    assertThrows(BindException.class, () -> udp.open(null, PORT, limits, DatagramEvents.NONE));
    assertThrows(BindException.class, () -> udp.open(peer.us, PORT, limits, DatagramEvents.NONE));
    assertThrows(
        BindException.class, () -> udp.open(peer.peer, PORT + 1, limits, DatagramEvents.NONE));
    udp.close(first);
    assertNotEquals(first, udp.open(peer.us, PORT, limits, DatagramEvents.NONE));
    assertEquals(2, udp.size());
  }

  @Test
  void whatWasSentBeforeTheCloseGoesOutAndTheEndTakesNoMemory() {
    Peer peer = new Peer(true);
    UdpLayer udp = peer.host.udp();
    Endpoint e = peer.open(PORT);
    peer.send(udp, e, 4000, octets(20));
    peer.send(udp, e, 4000, octets(30));
    udp.close(e);
    assertEquals(0, udp.size());
    assertEquals(28, peer.emits().length);
    assertEquals(38, peer.emits().length);
    assertFalse(peer.host.hasOutput());
    assertEquals(0, peer.host.memory().used());
    peer.send(udp, e, 4000, octets(10));
    assertNull(peer.poll(), "it is closed");
    assertEquals(0, peer.host.memory().used());
  }

  @Test
  void whatIsNotSentWhenTheHostEndsIsForgotten() {
    Peer peer = new Peer(true);
    UdpLayer udp = peer.host.udp();
    Endpoint closed = peer.open(PORT);
    Endpoint open = peer.open(PORT + 1);
    peer.send(udp, closed, 4000, octets(20));
    peer.send(udp, open, 4000, octets(20));
    udp.close(closed);
    udp.closeAll();
    udp.send(open);
    assertNull(peer.poll());
    assertEquals(0, peer.host.memory().used());
  }

  @Test
  void aFullQueueLosesWhatComesAndTakesNoMoreMemory() throws BindException {
    Peer peer = new Peer(true);
    QueueLimits small = new QueueLimits(2048, 10_000);
    Endpoint e = peer.host.udp().open(null, PORT, small, DatagramEvents.NONE);
    for (int i = 0; i < 100; i++) {
      peer.sendsDatagram(4000, PORT, octets(1000));
    }
    int kept = 0;
    while (Peer.read(e) != null) {
      kept++;
    }
    assertEquals(9, kept);
    assertEquals(91, peer.host.counters().of(UdpDropReason.QUEUE_FULL));
    assertTrue(peer.host.memory().used() <= 16_384);
    peer.sendsDatagram(4000, PORT, octets(1000));
    assertArrayEquals(octets(1000), Peer.read(e));
    peer.host.udp().close(e);
    assertEquals(0, peer.host.memory().used());
  }

  @Test
  void whatCannotBeSentIsCountedAndTheNextGoesOut() {
    Peer peer = new Peer(true);
    Endpoint e = peer.open(PORT);
    e.outgoing().about(peer.us.high(), peer.us.low(), 4000, 0);
    assertTrue(e.outgoing().add(ByteBuffer.allocate(10), 0, 10));
    peer.send(peer.host.udp(), e, 4000, octets(20));
    assertEquals(28, peer.emits().length);
    assertEquals(1, peer.host.counters().of(UdpDropReason.UNSENDABLE));
    assertFalse(peer.host.hasOutput());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCodePointIsInWhatIsSentFromThenOn(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    e.dscp(46);
    peer.send(peer.host.udp(), e, 4000, octets(1));
    int firstTwo = ByteBuffer.wrap(peer.poll()).getShort(0);
    assertEquals(46 << 2, v4 ? firstTwo & 0xff : firstTwo >> 4 & 0xff);
  }

  @Test
  void endpointsTakeTurns() {
    Peer peer = new Peer(true);
    Endpoint one = peer.open(PORT);
    Endpoint two = peer.open(PORT + 1);
    for (int i = 0; i < 3; i++) {
      peer.send(peer.host.udp(), one, 4000, octets(1));
      peer.send(peer.host.udp(), two, 4000, octets(1));
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(PORT + i % 2, ByteBuffer.wrap(peer.emits()).getShort(0));
    }
  }
}
