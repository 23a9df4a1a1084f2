package io.fourwave.tcp;

import static io.fourwave.tcp.conversation.Conversation.MSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener on every port, and a host that takes packets to any address. */
class EveryPortTest {
  private static Conversation begin(Family family, boolean anyAddress) {
    HostSettings settings = HostSettings.defaults().with(Conversation.plain());
    return family.of(settings.with(settings.ip().withAnyAddress(anyAddress)));
  }

  private static void synTo(Conversation us, String address, int port) {
    RawPacket syn = RawPacket.of(us.toPacket(Seg.syn().mss(MSS)));
    syn.putShort(syn.tcpStart() + 2, port);
    if (address != null) {
      syn.destination(IpAddress.parse(address).toInetAddress().getAddress());
    }
    us.host.packetArrives(syn.repairChecksums().toPacket(), us.host.now());
  }

  /** A host's address that is not ours. */
  private static String far(Family family) {
    return family == Family.IPV4 ? "198.51.100.7" : "2001:db8:99::7";
  }

  private static HostListener everyPort(Conversation us) throws BindException {
    return us.host.listenOnEveryPort(16, us.host.settings().tcp());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSynToAnyPortIsAnsweredFromThatPort(Family family) throws IOException {
    for (int port : new int[] {1, 80, 65_535}) {
      Conversation us = begin(family, false);
      HostListener listener = everyPort(us);
      synTo(us, null, port);
      RawPacket synAck = RawPacket.of(us.emits().is("S.", 0, 1, 0).packet);
      assertEquals(port, synAck.shortAt(synAck.tcpStart()));
      RawPacket ack = RawPacket.of(us.toPacket(Seg.ack(1)));
      ack.putShort(ack.tcpStart() + 2, port).repairChecksums();
      us.host.packetArrives(ack.toPacket(), us.host.now());
      HostSocket socket = listener.accept();
      assertEquals(port, socket.localAddress().getPort());
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void whoAdmitsNobodyKeepsItsPort(Family family) throws IOException {
    Conversation us = begin(family, false);
    TcpSettings tcp = us.host.settings().tcp();
    InetSocketAddress at = new InetSocketAddress(80);
    Listener every = us.host.calls().listenOnEveryPort(4, tcp, () -> {});
    Listener own = us.host.listen(at, 4, tcp, () -> {});
    own.admitWhile(() -> false);
    synTo(us, null, 80);
    us.emits("S.", 0, 1, 0); // by the one for every port
    every.admitWhile(() -> false);
    synTo(us, null, 81);
    assertEquals(TcpFlags.RST | TcpFlags.ACK, us.emits().flags);
    assertThrows(BindException.class, () -> us.host.listen(at, 4, tcp, () -> {}));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aListenerOfItsOwnHasAPortFirst(Family family) throws IOException {
    Conversation us = begin(family, false);
    HostListener every = everyPort(us);
    every.holdSyns(Duration.ofSeconds(5));
    HostListener own = us.host.listen(new InetSocketAddress(80), 4, us.host.settings().tcp());
    synTo(us, null, 80);
    us.emits("S.", 0, 1, 0);
    assertNull(every.nextHeld());
    own.close();
    us.emitsWhatever();
    synTo(us, null, 80);
    assertNotNull(every.nextHeld(), "once that is closed, it is everyone's");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void onlyOneMayListenOnEveryPortAndOthersAreClosedWithoutIt(Family family) throws IOException {
    Conversation us = begin(family, false);
    HostListener first = everyPort(us);
    assertThrows(BindException.class, () -> everyPort(us));
    assertEquals(0, first.localAddress().getPort());
    assertEquals(1, us.host.connections().size());
    first.close();
    assertEquals(0, us.host.connections().size());
    synTo(us, null, 80);
    us.emits("R.", -us.ourIss(), 1, 0);
    everyPort(us);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anyAddressIsAnsweredFromThatAddress(Family family) throws IOException {
    String far = far(family);
    Conversation us = begin(family, true);
    HostListener listener = everyPort(us);
    synTo(us, far, 443);
    byte[] packet = us.emits().is("S.", 0, 1, 0).packet;
    byte[] source = new byte[family == Family.IPV4 ? 4 : 16];
    System.arraycopy(packet, family == Family.IPV4 ? 12 : 8, source, 0, source.length);
    assertEquals(IpAddress.parse(far), IpAddress.of(InetAddress.getByAddress(source)));
    assertNull(listener.accept());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aPortOfAnyAddressOnWhichNobodyListensIsClosed(Family family) {
    Conversation us = begin(family, true);
    synTo(us, far(family), 443);
    us.emits("R.", -us.ourIss(), 1, 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void oneMayListenAtAnyAddressInParticular(Family family) throws IOException {
    String far = far(family);
    Conversation us = begin(family, true);
    HostListener every = everyPort(us);
    us.host.listen(new InetSocketAddress(far, 443), 4, us.host.settings().tcp());
    every.holdSyns(Duration.ofSeconds(5));
    synTo(us, far, 443);
    us.emits("S.", 0, 1, 0);
    assertNull(every.nextHeld());
    assertThrows(
        BindException.class,
        () ->
            begin(family, false)
                .host
                .listen(new InetSocketAddress(far, 443), 4, us.host.settings().tcp()));
  }
}
