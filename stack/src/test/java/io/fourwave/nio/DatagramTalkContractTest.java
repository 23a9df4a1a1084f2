package io.fourwave.nio;

import static io.fourwave.nio.World.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a datagram channel sends, receives, reads and writes. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramTalkContractTest extends DatagramContract {
  @Test
  void aDatagramComesWithItsSenderAndGoesBack() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ByteBuffer source = text("..ping").position(2);
    assertEquals(4, ours.send(source, at(theirs)));
    assertFalse(source.hasRemaining());
    ByteBuffer target = ByteBuffer.allocateDirect(9).position(3);
    SocketAddress from = theirs.receive(target);
    assertEquals(at(ours), from);
    assertEquals(7, target.position());
    assertEquals(4, theirs.send(target.flip().position(3), from));
    assertEquals("ping", receive(ours));
  }

  @Test
  void eachDatagramIsReceivedByItself() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    for (String s : new String[] {"one", "", "three"}) {
      ours.send(text(s), at(theirs));
    }
    assertEquals("one", receive(theirs));
    assertEquals("", receive(theirs));
    assertEquals("three", receive(theirs));
  }

  @Test
  void whatDoesNotFitIsCut() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.send(text("a long story"), at(theirs));
    ours.send(text("not seen at all"), at(theirs));
    ours.send(text("the next"), at(theirs));
    ByteBuffer target = ByteBuffer.allocate(6);
    theirs.receive(target);
    assertEquals("a long", text(target));
    assertEquals(at(ours), theirs.receive(target));
    assertEquals("the next", receive(theirs));
  }

  @Test
  void aReceiveWaitsForADatagram() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    Running<String> receiver = run(() -> receive(theirs)).isBlocked();
    ours.send(text("at last"), at(theirs));
    assertEquals("at last", receiver.result());
  }

  @Test
  void whoDoesNotWaitIsToldOfNothing() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    theirs.configureBlocking(false);
    ByteBuffer target = ByteBuffer.allocate(9);
    assertNull(theirs.receive(target));
    theirs.connect(at(ours));
    assertEquals(0, theirs.read(target));
    assertEquals(0, theirs.read(new ByteBuffer[] {target, target}));
    assertEquals(0, target.position());
    ours.configureBlocking(false);
    assertEquals(4, ours.send(text("here"), at(theirs)));
    assertEquals("here", receive(theirs));
  }

  @Test
  void aConnectedChannelReadsAndWrites() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.connect(at(theirs));
    theirs.connect(at(ours));
    assertEquals(5, ours.write(text("hello")));
    ByteBuffer target = ByteBuffer.allocate(3);
    assertEquals(3, theirs.read(target));
    assertEquals("hel", text(target));
    assertEquals(3, theirs.send(text("yes"), at(ours)));
    assertEquals("yes", receive(ours));
    Running<Integer> reader = run(() -> ours.read(ByteBuffer.allocate(9))).isBlocked();
    theirs.write(text("again"));
    assertEquals(5, reader.result());
  }

  @Test
  void aGatheringWriteIsOneDatagramOfSeveralBuffers() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.connect(at(theirs));
    ByteBuffer[] sources = {text("no"), text("ab"), text(""), text(".cde").position(1), text("no")};
    assertEquals(5, ours.write(sources, 1, 3));
    assertEquals(2, sources[0].remaining());
    assertFalse(sources[1].hasRemaining() || sources[3].hasRemaining());
    assertEquals(2, sources[4].remaining());
    assertEquals("abcde", receive(theirs));
  }

  @Test
  void aScatteringReadFillsOneBufferAfterAnother() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ours.connect(at(theirs));
    theirs.connect(at(ours));
    ours.write(text("abcdefgh"));
    ByteBuffer[] targets = {
      ByteBuffer.allocate(9),
      ByteBuffer.allocate(0),
      ByteBuffer.allocateDirect(3).position(1),
      ByteBuffer.allocate(9)
    };
    assertEquals(8, theirs.read(targets, 1, 3));
    assertEquals(0, targets[0].position());
    assertEquals('b', targets[2].get(2));
    assertEquals("cdefgh", text(targets[3]));
    ours.write(text("too long for it"));
    ours.write(text("the next"));
    ByteBuffer[] small = {ByteBuffer.allocate(2), ByteBuffer.allocate(3)};
    assertEquals(5, theirs.read(small));
    assertEquals("to", text(small[0]));
    assertEquals("o l", text(small[1]));
    assertEquals("the next", receive(theirs));
  }

  @Test
  void noRoomMeansThatNothingIsRead() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    theirs.connect(at(ours));
    ours.send(text("kept"), at(theirs));
    ByteBuffer none = ByteBuffer.allocate(0);
    assertEquals(0, theirs.read(none));
    assertEquals(0, theirs.read(new ByteBuffer[] {none, none}));
    assertEquals(0, theirs.read(new ByteBuffer[0]));
    assertEquals("kept", receive(theirs));
    ours.send(text("lost"), at(theirs));
    assertNotNull(theirs.receive(none));
    ours.send(text("the next"), at(theirs));
    assertEquals("the next", receive(theirs));
  }

  @Test
  void whoIsNotConnectedNeitherReadsNorWrites() throws Exception {
    DatagramChannel ours = ours();
    ByteBuffer[] one = {ByteBuffer.allocate(1)};
    assertThrows(NotYetConnectedException.class, () -> ours.read(one[0]));
    assertThrows(NotYetConnectedException.class, () -> ours.read(one));
    assertThrows(NotYetConnectedException.class, () -> ours.write(one[0]));
    assertThrows(NotYetConnectedException.class, () -> ours.write(one));
    assertThrows(NotYetConnectedException.class, () -> unbound().write(one[0]));
    assertTrue(ours.isOpen());
  }

  @Test
  void wrongBuffersAreRefused() throws Exception {
    DatagramChannel ours = ours();
    ours.connect(at(theirs()));
    ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1).asReadOnlyBuffer()};
    assertThrows(IndexOutOfBoundsException.class, () -> ours.read(two, 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> ours.write(two, -1, 1));
    assertThrows(NullPointerException.class, () -> ours.read((ByteBuffer) null));
    assertThrows(NullPointerException.class, () -> ours.write((ByteBuffer) null));
    assertThrows(NullPointerException.class, () -> ours.receive(null));
    assertThrows(NullPointerException.class, () -> ours.send(null, at(ours)));
    assertThrows(IllegalArgumentException.class, () -> ours.receive(two[1]));
    assertThrows(IllegalArgumentException.class, () -> ours.read(two[1]));
    assertThrows(IllegalArgumentException.class, () -> ours.read(two));
    assertTrue(ours.isOpen());
  }

  @Test
  void whatIsTooLongIsRefusedAndStays() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    ByteBuffer source = ByteBuffer.allocate(65_508);
    assertThrows(IOException.class, () -> ours.send(source, at(theirs)));
    ours.connect(at(theirs));
    ByteBuffer[] twice = {source, ByteBuffer.allocate(100_000)};
    assertThrows(IOException.class, () -> ours.write(source));
    assertThrows(IOException.class, () -> ours.write(twice));
    assertEquals(65_508, source.remaining());
    assertEquals(100_000, twice[1].remaining());
  }

  @Test
  void aLongDatagramComesWhole() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    byte[] all = new byte[40_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i / 7);
    }
    ours.send(ByteBuffer.wrap(all), at(theirs));
    ByteBuffer target = ByteBuffer.allocate(70_000);
    theirs.receive(target);
    assertEquals(ByteBuffer.wrap(all), target.flip());
  }

  @Test
  void whoIsNowhereIsBoundByWhatItDoes() throws Exception {
    DatagramChannel theirs = theirs();
    DatagramChannel sends = unbound();
    assertNull(sends.getLocalAddress());
    sends.send(text("from somewhere"), at(theirs));
    AtomicReference<SocketAddress> from = new AtomicReference<>();
    assertEquals("from somewhere", receiveFrom(theirs, from));
    assertTrue(from.get().toString().endsWith(":" + at(sends).getPort()));
    theirs.send(ByteBuffer.wrap("back".getBytes(US_ASCII)), from.get());
    assertEquals("back", receive(sends));
    DatagramChannel receives = unbound();
    receives.configureBlocking(false);
    assertNull(receives.receive(ByteBuffer.allocate(1)));
    assertTrue(at(receives).getPort() > 0);
    DatagramChannel connects = unbound();
    connects.connect(at(theirs));
    assertEquals(world.client(), at(connects).getAddress().getHostAddress());
  }
}
