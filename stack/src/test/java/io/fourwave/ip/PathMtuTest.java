package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.wire.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1191 §3, §6, RFC 8201 §4: what is remembered of paths. */
@Tag("RFC1191")
@Tag("RFC8201")
class PathMtuTest {
  private static final long V4 = IpAddress.mapped(0xc633_6407);
  private static final long V6 = 0x2001_0db8_0000_0000L;
  private static final long NOW = -5; // a monotonic clock may show anything

  private final PathMtu paths = new PathMtu(1500, new Random(1));

  @Test
  void anUnknownPathTakesWhatTheLinkTakes() {
    assertEquals(1500, paths.mtu(0, V4, NOW));
    assertEquals(1500, paths.mtu(V6, 1, NOW));
  }

  @Test
  void aPathIsAsNarrowAsARouterSays() {
    assertTrue(paths.reduce(0, V4, 1400, NOW));
    assertTrue(paths.reduce(V6, 1, 1300, NOW));
    assertEquals(1400, paths.mtu(0, V4, NOW));
    assertEquals(1300, paths.mtu(V6, 1, NOW));
    assertEquals(1500, paths.mtu(0, V4 + 1, NOW));
    assertEquals(1500, paths.mtu(V6, 2, NOW));
    assertEquals(1500, paths.mtu(V6 + 1, 1, NOW));
  }

  @Test
  void noMessageWidensAPath() {
    assertFalse(paths.reduce(0, V4, 9000, NOW));
    assertFalse(paths.reduce(0, V4, 1500, NOW));
    assertEquals(1500, paths.mtu(0, V4, NOW));
    paths.reduce(0, V4, 1000, NOW);
    assertFalse(paths.reduce(0, V4, 1400, NOW));
    assertFalse(paths.reduce(0, V4, 65_535, NOW));
    assertEquals(1000, paths.mtu(0, V4, NOW));
  }

  @ParameterizedTest
  @CsvSource({"0, 552", "20, 552", "68, 552", "551, 552", "552, 552", "553, 553"})
  void anIpv4PathIsNeverNarrowerThanTheFloor(int told, int mtu) {
    assertTrue(paths.reduce(0, V4, told, NOW));
    assertEquals(mtu, paths.mtu(0, V4, NOW));
    assertEquals(told < 552, paths.isNarrow(0, V4, NOW));
  }

  @Test
  void aFloorAboveTheLinkIsNotRaised() {
    PathMtu small = new PathMtu(296, new Random(1));
    assertFalse(small.reduce(0, V4, 100, NOW));
    assertEquals(296, small.mtu(0, V4, NOW));
    assertTrue(small.isNarrow(0, V4, NOW));
  }

  @ParameterizedTest
  @CsvSource({"0", "68", "1279"})
  void anIpv6MessageBelowTheLeastMtuIsDiscarded(int told) {
    assertFalse(paths.reduce(V6, 1, told, NOW));
    assertEquals(1500, paths.mtu(V6, 1, NOW));
  }

  @Test
  void anEstimateIsForgottenAfterTenMinutesFromTheLastMessageThatHolds() {
    paths.reduce(0, V4, 1000, NOW);
    assertEquals(1000, paths.mtu(0, V4, NOW + PathMtu.LIFETIME - 1));
    assertEquals(1500, paths.mtu(0, V4, NOW + PathMtu.LIFETIME));
    paths.reduce(0, V4, 1000, NOW);
    assertFalse(paths.reduce(0, V4, 1000, NOW + PathMtu.LIFETIME / 2));
    assertEquals(1000, paths.mtu(0, V4, NOW + PathMtu.LIFETIME));
    assertTrue(paths.reduce(0, V4, 1400, NOW + 2 * PathMtu.LIFETIME));
    assertEquals(1400, paths.mtu(0, V4, NOW + 2 * PathMtu.LIFETIME));
  }

  @Test
  void aPathCanBeForgotten() {
    paths.forget(0, V4);
    paths.reduce(0, V4, 1000, NOW);
    paths.reduce(0, V4 + 1, 1000, NOW);
    paths.forget(0, V4);
    assertEquals(1500, paths.mtu(0, V4, NOW));
    assertEquals(1000, paths.mtu(0, V4 + 1, NOW));
    assertTrue(paths.reduce(0, V4, 1200, NOW));
    assertEquals(1200, paths.mtu(0, V4, NOW));
  }

  @Test
  void manyPathsAreRememberedButNotWithoutLimit() {
    for (int i = 0; i < 100_000; i++) {
      paths.reduce(V6, i, 1280 + i % 200, NOW + i);
    }
    int known = 0;
    int recent = 0;
    for (int i = 0; i < 100_000; i++) {
      int mtu = paths.mtu(V6, i, NOW + 100_000);
      boolean isKnown = mtu != 1500;
      assertTrue(!isKnown || mtu == 1280 + i % 200);
      known += isKnown ? 1 : 0;
      recent += isKnown && i >= 99_500 ? 1 : 0;
    }
    assertEquals(1024, known);
    assertTrue(recent > 400, "the latest should be there, but only " + recent + " of 500 are");
  }

  @ParameterizedTest
  @CsvSource({"0, 68", "68, 68", "69, 68", "296, 68", "1500, 1492", "1492, 1006", "65536, 65535"})
  void plateausAreThoseOfRfc1191(int length, int plateau) {
    assertEquals(plateau, PathMtu.plateauBelow(length));
  }
}
