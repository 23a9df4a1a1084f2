package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunDeviceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TunSettings tun0 = TunSettings.named("tun0");
  private final Packet packet = new Packet();

  @BeforeAll
  static void inANetworkOfOurOwn() {
    PrivateNetwork.assumed();
  }

  @Test
  void aDeviceHasTheNameAndMtuThatWasAskedFor() throws Exception {
    try (TunDevice device = TunDevice.open(tun0.withMtu(1400))) {
      assertEquals("tun0", device.name());
      assertEquals(1400, device.mtu());
      assertEquals(1400, TunInterface.named("tun0").mtu());
      assertEquals(Offload.ALL, device.offload());
    }
  }

  @Test
  void theKernelPicksTheNumber() throws Exception {
    try (TunDevice first = TunDevice.open(TunSettings.named("wave%d"));
        TunDevice second = TunDevice.open(TunSettings.named("wave%d").withOffload(false))) {
      assertEquals("wave0", first.name());
      assertEquals("wave1", second.name());
      assertEquals(1500, second.mtu());
      assertEquals(Offload.NONE, second.offload());
    }
  }

  @Test
  void aSecondOpenIsToldWhatIsInTheWay() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      var e = assertThrows(TunException.class, () -> TunDevice.open(tun0));
      assertEquals("EBUSY", e.errno());
      assertTrue(e.getMessage().startsWith(device + " is in use"), e.getMessage());
    }
  }

  @Test
  void anotherNumberOfQueuesIsToldFromABusyDevice() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      var e = assertThrows(TunException.class, () -> TunDevice.open(tun0.withMultiQueue(true)));
      assertEquals("EINVAL", e.errno());
      assertTrue(e.getMessage().contains(device + " exists and is of another kind"));
    }
  }

  @Test
  void aDeviceIsGoneWhenClosed() throws Exception {
    TunDevice device = TunDevice.open(tun0);
    device.close();
    device.close();
    device.wakeup();
    var e = assertThrows(TunException.class, () -> TunInterface.named("tun0").mtu());
    assertEquals("ENODEV", e.errno());
  }

  @Test
  void aClosedDeviceSaysSo() throws Exception {
    TunDevice device = TunDevice.open(tun0);
    device.close();
    assertClosed(() -> device.read(packet, 0));
    assertClosed(() -> device.write(packet, 0));
    assertClosed(() -> device.await(PATIENCE.toNanos(), false));
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static void assertClosed(Attempt attempt) {
    var e = assertThrows(TunException.class, attempt::run);
    assertEquals("tun0 is closed", e.getMessage());
  }

  @Test
  void aPersistentDeviceSurvivesAndOpensAgain() throws Exception {
    TunDevice.open(tun0.persistentForOwner(0).withMtu(1300)).close();
    try {
      try (TunDevice again = TunDevice.open(tun0)) {
        assertEquals(1300, again.mtu());
      }
      assertEquals(1300, TunInterface.named("tun0").mtu());
    } finally {
      TunInterface.named("tun0").delete();
    }
    assertThrows(TunException.class, () -> TunInterface.named("tun0").isUp());
  }

  @Test
  void queuesShareOneInterface() throws Exception {
    List<TunDevice> queues = TunDevice.openQueues(TunSettings.named("many%d"), 3);
    List<String> names = queues.stream().map(TunDevice::name).toList();
    assertEquals(List.of("many0", "many0", "many0"), names);
    queues.get(0).close();
    assertEquals(1500, TunInterface.named("many0").mtu());
    queues.forEach(TunDevice::close);
    assertThrows(TunException.class, () -> TunInterface.named("many0").mtu());
  }

  @Test
  void aWakeupBeforeTheSleepEndsItAndOnlyIt() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      device.wakeup();
      device.wakeup();
      assertTimeoutPreemptively(PATIENCE, () -> device.await(Long.MAX_VALUE, false));
      long nanos = TimeUnit.MILLISECONDS.toNanos(20);
      long before = System.nanoTime();
      assertTimeoutPreemptively(PATIENCE, () -> device.await(nanos, false));
      assertTrue(System.nanoTime() - before >= nanos, "the interface is down, nobody wakes us");
    }
  }

  @Test
  void aWakeupFromAnotherThreadEndsTheSleep() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      Thread other = new Thread(device::wakeup);
      assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            other.start();
            device.await(Long.MAX_VALUE, false);
          });
      other.join();
    }
  }

  @Test
  void notToWaitAtAllLeavesTheWakeupForTheNextSleep() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      device.wakeup();
      device.await(0, true);
      assertTimeoutPreemptively(PATIENCE, () -> device.await(Long.MAX_VALUE, false));
    }
  }

  @Test
  void roomToWriteEndsTheSleepOnlyIfAskedFor() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      TunInterface.named("tun0").withoutLinkLocal().up();
      assertTimeoutPreemptively(PATIENCE, () -> device.await(Long.MAX_VALUE, true));
    }
  }

  @Test
  void whatIsWrittenWhileTheInterfaceIsDownIsCountedAndDropped() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      packet.set(ByteBuffer.wrap(new byte[] {0x45, 0, 0, 20, 0, 0, 0, 0, 64, 6}).limit(10));
      packet.lies(packet.start(), packet.start() + 20);
      assertTrue(device.write(packet, 0));
      assertTrue(device.write(packet, 0));
      assertEquals(2, device.droppedWhileDown());
      assertFalse(device.read(packet, 0));
      TunInterface.named("tun0").withoutLinkLocal().up();
      packet.lies(packet.start(), packet.start() + 20);
      assertTrue(device.write(packet, 0));
      assertEquals(2, device.droppedWhileDown());
    }
  }

  @Test
  void aPacketOfNoIpVersionIsRefusedByName() throws Exception {
    try (TunDevice device = TunDevice.open(tun0.withOffload(false))) {
      TunInterface.named("tun0").withoutLinkLocal().up();
      packet.set(ByteBuffer.wrap(new byte[40]));
      var e = assertThrows(TunException.class, () -> device.write(packet, 0));
      assertEquals("EINVAL", e.errno());
      assertTrue(e.getMessage().startsWith("tun0 refused a packet of 40 octets, IP version 0"));
    }
  }

  @Test
  void aPartialChecksumWithoutOffloadIsOurOwnMistake() throws Exception {
    try (TunDevice device = TunDevice.open(tun0.withOffload(false))) {
      packet.set(ByteBuffer.wrap(new byte[40]));
      packet.checksumPartial(packet.start() + 20);
      assertThrows(IllegalArgumentException.class, () -> device.write(packet, 0));
    }
  }

  @Test
  void anInterfaceDeletedUnderUsIsTold() throws Exception {
    try (TunDevice device = TunDevice.open(tun0)) {
      TunInterface.named("tun0").delete();
      for (Attempt attempt :
          List.<Attempt>of(
              () -> device.await(PATIENCE.toNanos(), false),
              () -> device.read(packet, 0),
              () -> device.write(packet, 0))) {
        var e = assertThrows(TunException.class, attempt::run);
        assertEquals("tun0 was deleted under us; open it again", e.getMessage());
      }
    }
  }

  @Test
  void openingAndClosingLeaksNothingNotEvenWhenItFails() throws Exception {
    TunDevice.open(tun0).close(); // whichever test is first has the JVM open a socket for itself
    long none = PrivateNetwork.descriptors();
    try (TunDevice holder = TunDevice.open(tun0)) {
      long one = PrivateNetwork.descriptors();
      assertEquals(none + 2, one, "the device and what wakes it");
      for (int i = 0; i < 20; i++) {
        TunDevice.open(TunSettings.named("tun1")).close();
        assertThrows(TunException.class, () -> TunDevice.open(TunSettings.named(holder.name())));
      }
      var tooMany = TunSettings.named("many0");
      assertThrows(TunException.class, () -> TunDevice.openQueues(tooMany, 300));
      assertEquals(one, PrivateNetwork.descriptors());
    }
    assertEquals(none, PrivateNetwork.descriptors());
  }
}
