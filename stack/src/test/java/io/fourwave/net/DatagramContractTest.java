package io.fourwave.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams, where they come from and go to: the same on the JDK's sockets and on ours. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramContractTest extends DatagramContract {
  DatagramContractTest(World.Make make) {
    super(make);
  }

  @Test
  void aNewSocketIsNowhere() throws Exception {
    DatagramSocket socket = unbound();
    assertFalse(socket.isBound() || socket.isConnected() || socket.isClosed());
    assertEquals(0, socket.getLocalPort());
    assertTrue(socket.getLocalAddress().isAnyLocalAddress());
    assertNull(socket.getLocalSocketAddress());
    assertEquals(-1, socket.getPort());
    assertNull(socket.getInetAddress());
    assertNull(socket.getRemoteSocketAddress());
    assertNull(socket.getChannel());
  }

  @Test
  void aDatagramComesWithItsSenderAndGoesBack() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    ours.send(packet("ping", at(theirs)));
    DatagramPacket packet = room(100);
    theirs.receive(packet);
    assertEquals("ping", text(packet));
    assertEquals(at(ours), packet.getSocketAddress());
    assertEquals(world.here(), packet.getAddress());
    assertEquals(ours.getLocalPort(), packet.getPort());
    theirs.send(packet);
    assertEquals("ping", receive(ours));
  }

  @Test
  void onlyThePacketsPartOfTheArrayIsSentAndWritten() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    ours.send(new DatagramPacket("abcdefgh".getBytes(US_ASCII), 2, 3, at(theirs)));
    byte[] array = "........".getBytes(US_ASCII);
    DatagramPacket packet = new DatagramPacket(array, 4, 4);
    theirs.receive(packet);
    assertEquals("cde", text(packet));
    assertEquals(4, packet.getOffset());
    assertEquals("....cde.", new String(array, US_ASCII));
  }

  @Test
  void whatIsLongerThanThePacketIsCut() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    ours.send(packet("a long story", at(theirs)));
    DatagramPacket packet = room(6);
    theirs.receive(packet);
    assertEquals("a long", text(packet));
    ours.send(packet("the next", at(theirs)));
    assertEquals("the next", receive(theirs));
  }

  @Test
  void aDatagramMayBeEmpty() throws Exception {
    DatagramSocket theirs = theirs();
    ours().send(packet("", at(theirs)));
    DatagramPacket packet = room(6);
    theirs.receive(packet);
    assertEquals(0, packet.getLength());
  }

  @Test
  void aPacketThatIsUsedAgainHasTheRoomThatItHad() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    DatagramPacket packet = room(9);
    for (String text : new String[] {"one", "", "the third", "four", "the fifth one"}) {
      ours.send(packet(text, at(theirs)));
      theirs.receive(packet);
      assertEquals(text.substring(0, Math.min(9, text.length())), text(packet));
      theirs.send(packet);
      assertEquals(text(packet), receive(ours));
    }
    packet.setLength(2);
    ours.send(packet("six", at(theirs)));
    theirs.receive(packet);
    assertEquals("si", text(packet));
    packet.setData(new byte[20]);
    ours.send(packet("seven eight nine", at(theirs)));
    theirs.receive(packet);
    assertEquals("seven eight nine", text(packet));
  }

  @Test
  void whatIsTooLongForADatagramIsRefused() throws Exception {
    DatagramSocket ours = ours();
    SocketAddress to = at(theirs());
    DatagramPacket packet = new DatagramPacket(new byte[65_508], 65_508, to);
    assertThrows(IOException.class, () -> ours.send(packet));
  }

  @Test
  void aReceiveEndsInTimeAndTheSocketLivesOn() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    theirs.setSoTimeout(20);
    assertFails(SocketTimeoutException.class, "Receive timed out", () -> receive(theirs));
    theirs.setSoTimeout(0);
    var receiving = blocked(() -> receive(theirs));
    ours.send(packet("late", at(theirs)));
    assertEquals("late", receiving.result());
  }

  @Test
  void aSocketThatIsNowhereIsBoundWhenItSendsReceivesOrConnects() throws Exception {
    DatagramSocket theirs = theirs();
    DatagramSocket sends = unbound();
    sends.send(packet("from somewhere", at(theirs)));
    assertTrue(sends.isBound() && sends.getLocalPort() > 0);
    assertEquals("from somewhere", receive(theirs));
    DatagramSocket receives = unbound();
    receives.setSoTimeout(1);
    assertFails(SocketTimeoutException.class, () -> receive(receives));
    assertTrue(receives.isBound());
    DatagramSocket connects = unbound();
    connects.connect(at(theirs));
    assertTrue(connects.isBound());
    assertEquals(world.here(), connects.getLocalAddress());
  }

  @Test
  void aPortIsOneSocketsUntilItCloses() throws Exception {
    DatagramSocket first = ours();
    InetSocketAddress place = at(first);
    DatagramSocket second = unbound();
    assertFails(BindException.class, () -> second.bind(place));
    assertThrows(BindException.class, () -> world.datagramsHere(place));
    second.bind(null);
    assertTrue(second.getLocalPort() > 0 && second.getLocalPort() != place.getPort());
    assertFails(SocketException.class, "Already bound", () -> second.bind(place));
    first.close();
    assertEquals(place, at(closeLater(world.datagramsHere(place))));
  }

  @Test
  void whatIsNoPlaceIsRefused() throws Exception {
    DatagramSocket socket = unbound();
    SocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 7);
    SocketAddress strange =
        new SocketAddress() {
          private static final long serialVersionUID = 1;
        };
    InetSocketAddress zero = new InetSocketAddress(world.there(), 0);
    assertThrows(SocketException.class, () -> socket.bind(nowhere));
    assertThrows(IllegalArgumentException.class, () -> socket.bind(strange));
    assertThrows(SocketException.class, () -> socket.connect(nowhere));
    assertThrows(IllegalArgumentException.class, () -> socket.connect(strange));
    assertThrows(IllegalArgumentException.class, () -> socket.connect(null));
    assertThrows(IllegalArgumentException.class, () -> socket.connect(null, 7));
    assertThrows(IllegalArgumentException.class, () -> socket.connect(world.there(), -1));
    assertFails(SocketException.class, "Can't connect to port 0", () -> socket.connect(zero));
    assertThrows(UncheckedIOException.class, () -> socket.connect(world.there(), 0));
    assertThrows(IllegalArgumentException.class, () -> socket.send(room(1)));
    assertFails(
        SocketException.class, "Can't send to port 0", () -> socket.send(packet("x", zero)));
    assertFalse(socket.isConnected());
  }

  @Test
  void aConnectedSocketKnowsItsPeerAndSendsToNobodyElse() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket theirs = theirs();
    ours.connect(theirs.getLocalAddress(), theirs.getLocalPort());
    assertTrue(ours.isConnected());
    assertEquals(at(theirs), ours.getRemoteSocketAddress());
    assertEquals(world.there(), ours.getInetAddress());
    assertEquals(theirs.getLocalPort(), ours.getPort());
    DatagramPacket toWhom = room(3);
    ours.send(toWhom);
    assertEquals(at(theirs), toWhom.getSocketAddress());
    assertEquals("\0\0\0", receive(theirs));
    DatagramPacket elsewhere = packet("x", at(theirs()));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ours.send(elsewhere));
    assertEquals("Connected and packet address differ", e.getMessage());
  }

  @Test
  void aConnectedSocketReceivesFromItsPeerOnly() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket peer = theirs();
    DatagramSocket other = theirs();
    arrives(other, packet("before", at(ours)));
    arrives(peer, packet("before as well", at(ours)));
    ours.connect(at(peer));
    arrives(other, packet("meanwhile", at(ours)));
    peer.send(packet("from the peer", at(ours)));
    assertEquals("from the peer", receive(ours));
    ours.disconnect();
    assertFalse(ours.isConnected());
    assertEquals(-1, ours.getPort());
    assertNull(ours.getRemoteSocketAddress());
    other.send(packet("after", at(ours)));
    assertEquals("after", receive(ours));
  }

  /** What a socket sends after it goes to another, and comes later. */
  private void arrives(DatagramSocket from, DatagramPacket packet) throws IOException {
    DatagramSocket witness = ours();
    from.send(packet);
    from.send(packet("it has come", at(witness)));
    assertEquals("it has come", receive(witness));
  }

  @Test
  void aSocketMayBeConnectedAnew() throws Exception {
    DatagramSocket ours = ours();
    DatagramSocket first = theirs();
    DatagramSocket second = theirs();
    ours.connect(at(first));
    ours.connect(at(second));
    assertEquals(at(second), ours.getRemoteSocketAddress());
    second.send(packet("new", at(ours)));
    assertEquals("new", receive(ours));
    ours.disconnect();
    ours.disconnect();
    unbound().disconnect();
  }

  @Test
  void aConnectedSocketIsToldThatNobodyIsThere() throws Exception {
    DatagramSocket ours = ours();
    InetSocketAddress nobody = nobodyThere();
    ours.connect(nobody);
    ours.send(room(1));
    assertFails(PortUnreachableException.class, () -> receive(ours));
    ours.disconnect();
    ours.send(packet("x", nobody));
    ours.setSoTimeout(50);
    assertFails(SocketTimeoutException.class, () -> receive(ours));
  }
}
