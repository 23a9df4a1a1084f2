package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.bytes;
import static io.fourwave.ip.TestPackets.join;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes out for a transport: {@link IpLayer#finish}. */
class HeaderWriterTest {
  private static final int FROM = IpLayer.TRANSPORT_START;

  private final TestHost host = new TestHost();

  private static Route route(String local, String remote) {
    IpAddress us = IpAddress.parse(local);
    IpAddress peer = IpAddress.parse(remote);
    return new Route().set(us.high(), us.low(), peer.high(), peer.low());
  }

  private static Route route4() {
    return route(TestPackets.US, TestPackets.PEER);
  }

  private static Route route6() {
    return route(TestPackets.US6, TestPackets.PEER6);
  }

  private SentPacket finish(Route route, int length, int ecn) {
    Packet packet = host.layer.scratch();
    packet.bytes().put(FROM, octets(length));
    host.layer.finish(packet, route, TestPackets.TCP, FROM, FROM + length, ecn);
    assertEquals(FROM - route.headerLength(), packet.start());
    assertEquals(FROM + length, packet.end());
    host.layer.queueReply(packet);
    return host.emits();
  }

  @Test
  void anIpv4HeaderHasEverythingTheRouteSays() {
    SentPacket sent = finish(route4().dscp(46).hopLimit(3), 100, 2);
    assertEquals(TestPackets.US, sent.source());
    assertEquals(TestPackets.PEER, sent.destination());
    assertEquals(46 << 2 | 2, sent.trafficClass());
    assertEquals(3, sent.hopLimit());
    assertEquals(TestPackets.TCP, sent.protocol());
    assertEquals(20, sent.headerLength());
    assertTrue(sent.dontFragment()); // RFC 1191 §3
    assertFalse(sent.moreFragments());
    assertEquals(0, sent.fragmentOffset());
    assertArrayEquals(octets(100), sent.payload());
    host.nothingElse();
  }

  @Test
  void anIpv6HeaderHasEverythingTheRouteSays() {
    SentPacket sent = finish(route6().dscp(46).hopLimit(3).flowLabel(0xfedcba9), 100, 1);
    assertArrayEquals(TestPackets.address(TestPackets.US6), TestPackets.cut(sent.octets(), 8, 24));
    assertArrayEquals(
        TestPackets.address(TestPackets.PEER6), TestPackets.cut(sent.octets(), 24, 40));
    assertEquals(46 << 2 | 1, sent.trafficClass());
    assertEquals(0xdcba9, sent.flowLabel());
    assertEquals(3, sent.hopLimit());
    assertEquals(TestPackets.TCP, sent.protocol());
    assertArrayEquals(octets(100), sent.payload());
    host.nothingElse();
  }

  @Test
  void theLongestPacketsAreWrittenAndNoLonger() {
    finish(route4(), 65_515, 0);
    finish(route6(), 65_535, 0);
    assertThrows(IllegalArgumentException.class, () -> finish(route4(), 65_516, 0));
    assertThrows(IllegalArgumentException.class, () -> finish(route6(), 65_536, 0));
  }

  @Test
  void aSourceRouteGoesFirstToItsFirstGatewayAndLastToTheRemote() { // RFC 1122 §3.2.1.8 (A)
    List<IpAddress> gateways =
        List.of(IpAddress.parse("198.51.100.1"), IpAddress.parse("198.51.100.2"));
    Route route = route4().sourceRoute(SourceRoute.loose(gateways));
    assertEquals(32, route.headerLength());
    SentPacket sent = finish(route, 40, 0);
    assertEquals("198.51.100.1", sent.destination());
    byte[] option =
        join(
            bytes(131, 11, 4),
            TestPackets.address("198.51.100.2"),
            TestPackets.address(TestPackets.PEER),
            bytes(0));
    assertArrayEquals(option, sent.options());
    assertArrayEquals(octets(40), sent.payload());
  }

  @Test
  void aRouteThatArrivedLeadsBackByTheSameGateways() {
    TestHost routed = new TestHost(TestHost.settings().withAcceptSourceRoutes(true));
    byte[] recorded =
        join(
            bytes(137, 11, 12),
            TestPackets.address("198.51.100.1"),
            TestPackets.address("198.51.100.2"));
    routed.arrives(TestPackets.ipv4().options(recorded).payload(octets(40)).build());
    Route back = route4().sourceRoute(routed.delivers(octets(40)).sourceRoute());
    SentPacket sent = finish(back, 8, 0);
    assertEquals("198.51.100.2", sent.destination());
    byte[] option =
        join(
            bytes(137, 11, 4),
            TestPackets.address("198.51.100.1"),
            TestPackets.address(TestPackets.PEER),
            bytes(0));
    assertArrayEquals(option, sent.options());
  }

  @Test
  void anIpv6RouteHasNoIpv4Options() {
    Route route = route6().sourceRoute(SourceRoute.loose(List.of(IpAddress.parse("192.0.2.9"))));
    assertEquals(40, route.headerLength());
    assertEquals(40, finish(route, 8, 0).headerLength());
  }

  @Test
  void aPathTooNarrowToFollowMayCutThePackets() {
    Route route = route4();
    PathMtu pathMtu = host.layer.pathMtu();
    assertTrue(pathMtu.reduce(route.remoteHigh(), route.remoteLow(), 296, host.now));
    assertEquals(PathMtu.FLOOR_V4, host.layer.mtu(route, host.now));
    Set<Integer> identifications = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      SentPacket sent = finish(route, 100, 0);
      assertFalse(sent.dontFragment());
      identifications.add(sent.identification());
    }
    assertTrue(identifications.size() > 15, "identifications must differ: RFC 6864 §4.3");
    assertEquals(1500, host.layer.mtu(route, host.now + PathMtu.LIFETIME));
    assertTrue(finish(route, 100, 0).dontFragment());
  }

  @Test
  void identificationsOfFragmentsAreNotCounted() { // RFC 7739, and the idle scan
    TestHost narrow = new TestHost(TestHost.settings().withMtu(1280));
    Set<Integer> steps = new HashSet<>();
    int last = 0;
    for (int i = 0; i < 10; i++) {
      narrow.arrives(TestPackets.ipv4().icmp(8, 0, 0, octets(1300)).build());
      narrow.answersEcho();
      int id = narrow.emits().identification();
      assertNotEquals(last, id);
      steps.add(id - last);
      last = id;
      narrow.emits();
    }
    assertTrue(steps.size() > 5);
  }

  @Test
  void theLongestPacketDependsOnWhatTheDeviceCuts() {
    assertEquals(1500, host.layer.longest(route4(), 0));
    assertEquals(1500, host.layer.longest(route6(), 0));
    TestHost offloading = new TestHost(TestHost.settings(), Offload.ALL);
    assertEquals(65_535, offloading.layer.longest(route4(), 0));
    assertEquals(65_575, offloading.layer.longest(route6(), 0));
  }

  @Test
  void nonsenseIsRefusedOnTheSpot() {
    Route route = new Route();
    assertThrows(IllegalArgumentException.class, () -> route.hopLimit(0));
    assertThrows(IllegalArgumentException.class, () -> route.hopLimit(256));
    assertThrows(IllegalArgumentException.class, () -> route.dscp(64));
    assertThrows(IllegalArgumentException.class, () -> route.dscp(-1));
    for (byte[] option :
        new byte[][] {
          {},
          bytes(131),
          bytes(131, 3, 4),
          bytes(131, 8, 4, 1, 2, 3, 4),
          bytes(7, 7, 4, 1, 2, 3, 4),
          bytes(131, 8, 4, 1, 2, 3, 4, 5)
        }) {
      assertThrows(IllegalArgumentException.class, () -> route.sourceRoute(option));
    }
    List<IpAddress> six = List.of(IpAddress.parse(TestPackets.US6));
    assertThrows(IllegalArgumentException.class, () -> SourceRoute.strict(six));
    List<IpAddress> ten = Collections.nCopies(10, IpAddress.parse(TestPackets.PEER));
    assertThrows(IllegalArgumentException.class, () -> SourceRoute.loose(ten));
    assertEquals(39, SourceRoute.loose(ten.subList(0, 9)).length);
  }
}
