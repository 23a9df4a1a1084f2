package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fourwave.wire.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several addresses a connection comes from (RFC 6724 §5). */
@Tag("RFC6724")
class SourceAddressTest {
  private static String towards(String remote, String... ours) {
    List<IpAddress> addresses = Arrays.stream(ours).map(IpAddress::parse).toList();
    IpAddress to = IpAddress.parse(remote);
    IpAddress found = new LocalAddresses(addresses, false).towards(to.high(), to.low());
    return found == null ? null : found.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::9, 2001:db8:1::2", // the longest prefix
    "2001:db8:2::9, 2001:db8:2::2",
    "2606:4700::1, 2001:db8:1::2", // the first of equals, but none that cannot get there
    "fe80::9, fe80::2",
    "fd00::9, fd00::2",
    "fd77::9, fd00::2"
  })
  void theAddressHasTheScopeAndKindOfTheRemoteAndThenTheLongestPrefix(String remote, String us) {
    String[] ours = {"fe80::2", "fd00::2", "192.0.2.2", "2001:db8:1::2", "2001:db8:2::2"};
    assertEquals(us, towards(remote, ours));
    java.util.Collections.reverse(Arrays.asList(ours));
    String reversed =
        us.equals("2001:db8:1::2") && remote.startsWith("2606") ? "2001:db8:2::2" : us;
    assertEquals(reversed, towards(remote, ours));
  }

  @Test
  void anAddressThatDoesNotSuitIsBetterThanNone() {
    assertEquals("fe80::2", towards("2001:db8::1", "192.0.2.2", "fe80::2"));
    assertEquals("fd00::2", towards("2001:db8::1", "fe80::2", "fd00::2"));
    assertNull(towards("2001:db8::1", "192.0.2.2"));
    assertNull(towards("192.0.2.1", "2001:db8::2"));
  }

  @Test
  void ipv4GoesByThePrefixAlone() {
    assertEquals("10.1.0.2", towards("10.1.9.9", "192.0.2.2", "10.0.0.2", "10.1.0.2"));
  }
}
