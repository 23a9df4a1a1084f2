package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.tcp.conversation.Situation;
import io.fourwave.tcp.conversation.Wire;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OPEN (RFC 9293 §3.9.1.1): passive and active, with and without a local address. */
class OpenCallTest {
  private static final TcpSettings TCP = TcpSettings.defaults();
  private static final int PORT = Conversation.OUR_PORT;

  /** Two addresses of either family: one as near to the peer's as can be, one far away. */
  private static Wire multihomed() {
    String[] ours = {"198.51.100.2", "192.0.2.2", "fd00::2", "2001:db8::2"};
    return new Wire(
        HostSettings.defaults().withAddresses(ours),
        HostSettings.defaults().withAddresses("192.0.2.1", "2001:db8::1"));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  @Test
  @Tag("MUST-41")
  void aSecondListenerOnTheSameAddressAndPortIsAnErrorAndTheFirstIsLeftAlone() throws IOException {
    Conversation us = Conversation.fresh().listen();
    assertThrows(BindException.class, () -> us.host.listen(new InetSocketAddress(PORT), 1, TCP));
    assertEquals(TcpState.LISTEN, us.listener.state());
    us.peerSends(Seg.syn()).emits("S.", 0, 1, 0);
  }

  @ParameterizedTest
  @Tag("MUST-41")
  @EnumSource(
      value = Situation.class,
      names = {"CLOSED", "LISTEN", "TIME_WAIT"},
      mode = EnumSource.Mode.EXCLUDE)
  void aPassiveOpenLeavesEveryConnectionAsItWas(Situation in) throws IOException {
    Conversation us = in.begin(true);
    ConnectionStatus before = Situation.connection(us);
    int port = before.local().getPort();
    HostListener specific = us.host.listen(at("192.0.2.2", port), 1, TCP);
    if (in != Situation.SYN_RECEIVED) {
      us.host.listen(new InetSocketAddress(port), 1, TCP);
    }
    assertEquals(before, Situation.connection(us));
    specific.close();
    assertEquals(before, Situation.connection(us));
    us.emitsNothing();
  }

  @ParameterizedTest
  @Tag("MUST-42")
  @ValueSource(strings = {"SYN_SENT", "SYN_RECEIVED", "SYN_RECEIVED_ACTIVELY"})
  void oneCanListenOnThePortOfAConnectionThatIsOpening(Situation opening) throws IOException {
    Conversation us = opening.begin(true);
    int port = Situation.connection(us).local().getPort();
    HostListener more = us.host.listen(at("192.0.2.2", port), 1, TCP);
    assertEquals(TcpState.LISTEN, more.state());
    us.peerSends(Seg.synAck().mss(Conversation.MSS));
    assertEquals(TcpState.ESTABLISHED, Situation.connection(us).state());
    assertNull(more.accept(), "the segment was for the connection, not for the new listener");
  }

  @Test
  @Tag("MUST-42")
  @Tag("MUST-43")
  void listenersShareAPortAndTheNearestAddressDecides() throws IOException {
    Wire wire = multihomed();
    HostListener any = wire.us.listen(new InetSocketAddress(PORT), 4, TCP);
    HostListener one = wire.us.listen(at("192.0.2.2", PORT), 4, TCP);
    HostListener six = wire.us.listen(at("2001:db8::2", PORT), 4, TCP);
    for (String to : List.of("192.0.2.2", "198.51.100.2", "2001:db8::2", "fd00::2")) {
      wire.peer.connect(null, at(to, PORT), TCP);
      wire.settle();
    }
    assertEquals(at("192.0.2.2", PORT), one.accept().localAddress());
    assertNull(one.accept());
    assertEquals(at("2001:db8::2", PORT), six.accept().localAddress());
    assertNull(six.accept());
    Set<InetSocketAddress> rest = new HashSet<>();
    rest.add(any.accept().localAddress());
    rest.add(any.accept().localAddress());
    assertEquals(Set.of(at("198.51.100.2", PORT), at("fd00::2", PORT)), rest);
    assertNull(any.accept());
  }

  @ParameterizedTest
  @Tag("MUST-43")
  @CsvSource({"198.51.100.2, 192.0.2.1", "fd00::2, 2001:db8::1"})
  void anActiveOpenComesFromTheAddressAndPortThatWereAskedFor(String from, String to)
      throws IOException {
    Wire wire = multihomed();
    HostListener listener = wire.peer.listen(new InetSocketAddress(PORT), 1, TCP);
    wire.us.connect(at(from, 2048), at(to, PORT), TCP);
    wire.settle();
    assertEquals(at(from, 2048), listener.accept().remoteAddress());
  }

  @ParameterizedTest
  @Tag("MUST-43")
  @ValueSource(strings = {"192.0.2.3", "2001:db8::3", "127.0.0.1"})
  void anAddressThatIsNotOursCannotBeOpenedFrom(String foreign) {
    Host us = multihomed().us;
    assertThrows(BindException.class, () -> us.listen(at(foreign, PORT), 1, TCP));
    String peer = foreign.contains(":") ? "2001:db8::1" : "192.0.2.1";
    assertThrows(BindException.class, () -> us.connect(at(foreign, 0), at(peer, PORT), TCP));
    assertTrue(us.connections().isEmpty());
  }

  @Test
  @Tag("MUST-43")
  void anAddressOfTheOtherFamilyCannotReachTheRemote() {
    Host us = multihomed().us;
    assertThrows(
        BindException.class, () -> us.connect(at("2001:db8::2", 0), at("192.0.2.1", PORT), TCP));
  }

  @ParameterizedTest
  @Tag("MUST-44")
  @CsvSource({"192.0.2.1, 192.0.2.2", "2001:db8::1, 2001:db8::2"})
  void withoutALocalAddressIpChoosesTheOneNearestToTheRemote(String to, String chosen)
      throws IOException {
    Wire wire = multihomed();
    HostSocket socket = wire.us.connect(null, at(to, PORT), TCP);
    assertEquals(chosen, IpAddress.of(socket.localAddress().getAddress()).toString());
    wire.settle();
    assertEquals(List.of(IpAddress.parse(chosen)), wire.sources, "the SYN came from there");
  }

  @Test
  @Tag("MUST-44")
  void withoutAnAddressOfTheFamilyThereIsNoWayToOpen() {
    Host us =
        new Wire(HostSettings.defaults().withAddresses("192.0.2.2"), HostSettings.defaults()).us;
    assertThrows(NoRouteToHostException.class, () -> us.connect(null, at("2001:db8::1", 7), TCP));
  }

  @ParameterizedTest
  @Tag("MUST-45")
  @ValueSource(strings = {"198.51.100.2", "192.0.2.2", "fd00::2", "2001:db8::2"})
  void allSegmentsComeFromTheAddressThatTheFirstWasSentTo(String address) throws IOException {
    Wire wire = multihomed();
    HostListener listener = wire.us.listen(new InetSocketAddress(PORT), 1, TCP);
    HostSocket theirs = wire.peer.connect(null, at(address, PORT), TCP);
    wire.settle();
    HostSocket ours = listener.accept();
    ours.write(ByteBuffer.allocate(5000));
    theirs.write(ByteBuffer.allocate(5000));
    wire.pass(Duration.ofSeconds(1));
    ours.shutdownOutput();
    wire.settle();
    theirs.close();
    wire.pass(Duration.ofMinutes(3));
    assertEquals(Set.of(IpAddress.parse(address)), Set.copyOf(wire.sources));
    assertTrue(wire.sources.size() > 6, "SYN,ACK, text, acknowledgements, FIN");
    assertFalse(wire.us.connections().isEmpty(), "the listener");
  }

  @ParameterizedTest
  @Tag("MUST-46")
  @ValueSource(
      strings = {
        "255.255.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "192.0.2.2",
        "198.51.100.2",
        "ff02::1",
        "ff0e::1",
        "::",
        "::1",
        "2001:db8::2"
      })
  void aRemoteThatIsNoOtherHostIsRefused(String remote) {
    Host us = multihomed().us;
    assertThrows(NoRouteToHostException.class, () -> us.connect(null, at(remote, PORT), TCP));
    assertTrue(us.connections().isEmpty());
    assertFalse(us.hasOutput());
  }

  @Test
  @Tag("MUST-46")
  void aRemoteWithoutAPortOrAnAddressIsRefused() {
    Host us = multihomed().us;
    assertThrows(NoRouteToHostException.class, () -> us.connect(null, at("192.0.2.1", 0), TCP));
    InetSocketAddress name = InetSocketAddress.createUnresolved("peer.invalid", 7);
    assertThrows(NoRouteToHostException.class, () -> us.connect(null, name, TCP));
  }

  @Test
  void aFreePortIsFoundThatNobodyUses() throws IOException {
    Host us = multihomed().us;
    HostListener first = us.listen(new InetSocketAddress(0), 1, TCP);
    HostListener second = us.listen(new InetSocketAddress(0), 1, TCP);
    assertNotEquals(first.localAddress().getPort(), second.localAddress().getPort());
    HostSocket socket = us.connect(null, at("192.0.2.1", 7), TCP);
    assertNotEquals(first.localAddress().getPort(), socket.localAddress().getPort());
    assertNotEquals(second.localAddress().getPort(), socket.localAddress().getPort());
  }

  @Test
  void theLimitOnConnectionsIsAnErrorForUsAndSilenceForPeers() throws IOException {
    TcpHostSettings two = TcpHostSettings.DEFAULTS.withLimits(2, 10);
    HostSettings settings = HostSettings.defaults().with(two).with(Conversation.plain());
    Conversation us = new Conversation(settings, true).listen();
    us.host.connect(null, at("192.0.2.9", 1), TCP);
    assertNotNull(us.host.connect(null, at("192.0.2.9", 2), TCP));
    assertThrows(BindException.class, () -> us.host.connect(null, at("192.0.2.9", 3), TCP));
    us.emitsWhatever();
    us.peerSends(Seg.syn()).emitsNothing();
  }
}
