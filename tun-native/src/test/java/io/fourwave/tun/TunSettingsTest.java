package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunSettingsTest {
  private final TunSettings plain = TunSettings.named("tun0");

  @Test
  void aNameAloneMeansOffloadOneQueueAndGoneWhenClosed() {
    assertTrue(plain.offload());
    assertFalse(plain.multiQueue());
    assertFalse(plain.persistent());
    assertEquals(OptionalInt.empty(), plain.mtu());
  }

  @Test
  void eachChangeKeepsTheRest() {
    TunSettings all =
        plain
            .withOffload(false)
            .withMultiQueue(true)
            .persistentForOwner(1000)
            .persistentForGroup(100)
            .withMtu(1400)
            .withName("tun7");
    var expected =
        new TunSettings(
            "tun7",
            false,
            true,
            true,
            OptionalInt.of(1000),
            OptionalInt.of(100),
            OptionalInt.of(1400));
    assertEquals(expected, all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "tun%d", "%d", "fourwave1234567", "a-b_c.d", "..."})
  void namesTheKernelTakesAreTaken(String name) {
    assertEquals(name, TunSettings.named(name).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sixteen-octets-x", ".", "..", "a/b", "a b", "a:b", "t\u00fcn", "a\tb"})
  void namesTheKernelRefusesAreRefused(String name) {
    assertRefused("an interface's name", () -> TunSettings.named(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun%", "tun%s", "tun%d%d", "%%d"})
  void theOnlyPatternIsOneNumber(String name) {
    assertRefused("the only '%'", () -> TunSettings.named(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 67, 65_536})
  void anMtuThatIsNoneIsRefused(int octets) {
    assertRefused("an MTU is 68 to 65535 octets, got " + octets, () -> plain.withMtu(octets));
  }

  @ParameterizedTest
  @ValueSource(ints = {68, 1280, 1500, 65_535})
  void anMtuInRangeIsTaken(int octets) {
    assertEquals(OptionalInt.of(octets), plain.withMtu(octets).mtu());
  }

  @Test
  void negativeOwnersAndGroupsAreRefused() {
    assertRefused("the owner's number", () -> plain.persistentForOwner(-1));
    assertRefused("the group's number", () -> plain.persistentForGroup(-1));
  }

  @Test
  void aPersistentDeviceForEverybodyIsRefused() {
    OptionalInt none = OptionalInt.empty();
    assertRefused(
        "everybody may open it",
        () -> new TunSettings("tun0", true, false, true, none, none, none));
  }

  @Test
  void anOwnerOfADeviceThatGoesWhenClosedIsRefused() {
    OptionalInt none = OptionalInt.empty();
    assertRefused(
        "gone when closed",
        () -> new TunSettings("tun0", true, false, false, OptionalInt.of(0), none, none));
  }

  private static void assertRefused(String because, Runnable attempt) {
    var refusal = assertThrows(IllegalArgumentException.class, attempt::run);
    assertTrue(refusal.getMessage().contains(because), refusal.getMessage());
  }
}
