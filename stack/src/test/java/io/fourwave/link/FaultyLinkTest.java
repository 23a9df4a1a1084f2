package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyLinkTest {
  private static final long MS = 1_000_000;

  private final FakeDevice device = new FakeDevice();
  private final Packet packet = new Packet();

  private void arrive(int from, int to) {
    for (int i = from; i < to; i++) {
      device.arriving.add(Packets.numbered(i));
    }
  }

  private List<Integer> readAll(FaultyLink link, long now) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    while (link.read(packet, now)) {
      numbers.add(Packets.seq(packet));
    }
    return numbers;
  }

  @Test
  void aPerfectLinkIsTransparent() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.NONE);
    arrive(0, 3);
    assertEquals(List.of(0, 1, 2), readAll(link, 0));
    assertTrue(link.write(Packets.numbered(3), 0));
    assertEquals(List.of(3), device.sentNumbers());
    link.await(77, true);
    assertEquals(77, device.slept);
    assertTrue(device.waitedForRoom);
    link.await(Long.MAX_VALUE, false);
    assertEquals(Long.MAX_VALUE, device.slept);
    assertEquals(1500, link.mtu());
    link.wakeup();
    link.close();
    assertTrue(device.woken && device.closed);
  }

  @Test
  void aPacketArrivesOnlyWhenItsDelayIsOverAndAwaitReturnsForIt() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("delay=10ms"));
    arrive(0, 1);
    assertFalse(link.read(packet, 5 * MS));
    link.await(Long.MAX_VALUE, false);
    assertEquals(10 * MS, device.slept);
    assertFalse(link.read(packet, 15 * MS - 1));
    link.await(Long.MAX_VALUE, false);
    assertEquals(1, device.slept);
    assertTrue(link.read(packet, 15 * MS));
    assertEquals(0, Packets.seq(packet));
    link.await(Long.MAX_VALUE, false);
    assertEquals(Long.MAX_VALUE, device.slept);
  }

  @Test
  void aDelayedPacketIsSentByTheNextReadThatIsLateEnough() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("delay=10ms"));
    assertTrue(link.write(Packets.numbered(0), 0));
    link.await(50 * MS, false);
    assertEquals(10 * MS, device.slept);
    link.read(packet, 9 * MS);
    assertEquals(List.of(), device.sentNumbers());
    link.read(packet, 10 * MS);
    assertEquals(List.of(0), device.sentNumbers());
  }

  @Test
  void aFullDeviceHoldsUpTheLinkWithoutLossAndWithoutABusyLoop() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.NONE);
    device.room = 1;
    assertTrue(link.write(Packets.numbered(0), 0));
    assertTrue(link.write(Packets.numbered(1), 0), "it is kept");
    assertFalse(link.write(Packets.numbered(2), 0));
    link.await(50 * MS, false);
    assertEquals(50 * MS, device.slept);
    assertTrue(device.waitedForRoom, "the link itself waits for room");
    device.room = 10;
    assertTrue(link.write(Packets.numbered(2), 1));
    assertEquals(List.of(0, 1, 2), device.sentNumbers());
  }

  @Test
  void aRefusedPacketTakesNoChance() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("loss=50%,seed=11"));
    List<Integer> expected = sentWithRoom("loss=50%,seed=11");
    for (int i = 0; i < 200; i++) {
      device.room = i % 3 == 0 ? 0 : 1;
      while (!link.write(Packets.numbered(i), i)) {
        device.room = 1;
      }
    }
    device.room = 1;
    link.read(packet, 200);
    assertEquals(expected, device.sentNumbers());
  }

  private static List<Integer> sentWithRoom(String faults) throws IOException {
    FakeDevice free = new FakeDevice();
    FaultyLink link = new FaultyLink(free, Faults.parse(faults));
    for (int i = 0; i < 200; i++) {
      link.write(Packets.numbered(i), i);
    }
    return free.sentNumbers();
  }

  @Test
  void duplicatesFollowAtOnceInBothDirections() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("dup=100%"));
    arrive(0, 2);
    assertEquals(List.of(0, 0, 1, 1), readAll(link, 0));
    link.write(Packets.numbered(5), 0);
    assertEquals(List.of(5, 5), device.sentNumbers());
  }

  @Test
  void theTwoDirectionsDoNotShareTheirChances() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("loss=50%,seed=1"));
    arrive(0, 64);
    List<Integer> read = readAll(link, 0);
    for (int i = 0; i < 64; i++) {
      link.write(Packets.numbered(i), 0);
    }
    assertNotEquals(read, device.sentNumbers());
  }

  @Test
  void aDirectionHasItsOwnFaults() throws IOException {
    FaultyLink link =
        new FaultyLink(device, Faults.parse("loss=100%"), Faults.NONE, FaultListener.NONE);
    arrive(0, 5);
    assertEquals(List.of(), readAll(link, 0));
    link.write(Packets.numbered(7), 0);
    assertEquals(List.of(7), device.sentNumbers());
    assertEquals(5, link.path(Direction.IN).count(Fault.LOST));
    assertEquals(0, link.path(Direction.OUT).count(Fault.LOST));
  }

  @Test
  void aFloodOfLostPacketsLetsTheLoopBreathe() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.parse("loss=100%"));
    arrive(0, 100);
    assertFalse(link.read(packet, 0));
    assertEquals(36, device.arriving.size());
  }

  @Test
  void theLastAckIsLostOnPurpose() throws IOException {
    FaultyLink link = new FaultyLink(device, Faults.NONE);
    link.path(Direction.OUT).drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    link.write(Packets.v4(Packets.ACK, 1, 0), 0);
    link.write(Packets.v4(Packets.FIN | Packets.ACK, 2, 0), 0);
    link.write(Packets.v4(Packets.ACK, 3, 0), 0);
    link.write(Packets.v4(Packets.ACK, 4, 0), 0);
    assertEquals(List.of(1, 2, 4), device.sentNumbers());
  }

  @Test
  void aDeviceWithOffloadIsRefused() {
    device.offload = Offload.ALL;
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new FaultyLink(device, Faults.NONE));
    assertTrue(e.getMessage().contains("without offload"), e.getMessage());
  }

  @Test
  void aSuperSegmentFromADeviceThatPromisedNoneIsAnError() {
    FaultyLink link = new FaultyLink(device, Faults.NONE);
    Packet big = Packets.v4(Packets.ACK, 1, 3000);
    big.segmentSize(1448);
    device.arriving.add(big);
    assertThrows(IOException.class, () -> link.read(packet, 0));
  }
}
