package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host at the far end of a tunnel takes packets to any host, and to none but hosts. */
class AnyAddressTest {
  private final TestHost host = new TestHost(TestHost.settings().withAnyAddress(true));

  private static byte[] packet(String source, String destination) {
    boolean v6 = destination.contains(":");
    String from = source != null ? source : v6 ? TestPackets.PEER6 : TestPackets.PEER;
    return v6
        ? TestPackets.ipv6().from(from).to(destination).payload(new byte[20]).build()
        : TestPackets.ipv4().from(from).to(destination).payload(new byte[20]).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "10.0.0.1", "192.0.2.2", "2001:db8:99::7", "fd00::1"})
  void aPacketToAnyHostIsTaken(String destination) {
    host.arrives(packet(null, destination));
    assertEquals(destination, host.delivers(new byte[20]).destination());
    host.nothingElse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "2001:db8:99::7"})
  void byDefaultOnlyOurOwnAddressesAre(String destination) {
    new TestHost().silentlyDrops(packet(null, destination), IpDropReason.NOT_OURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.1.2.3", "240.0.0.1", "::1", "::", "::ffff:198.51.100.7"})
  void noHostsAddressIsNobodys(String destination) {
    byte[] packet =
        destination.startsWith("::ffff:")
            ? mapped(packet(null, "2001:db8:99::7"))
            : packet(null, destination);
    host.silentlyDrops(packet, IpDropReason.NOT_OURS);
  }

  private static byte[] mapped(byte[] v6) {
    byte[] octets = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 198, 51, 100, 7};
    System.arraycopy(octets, 0, v6, 24, 16);
    return v6;
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.1", "255.255.255.255", "ff02::1"})
  void aGroupStaysAGroup(String destination) {
    host.arrives(packet(null, destination));
    assertTrue(host.delivers(new byte[20]).toGroup());
  }

  /** LAND, CVE-1999-0016: the answer would come back to us for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.7", "2001:db8:99::7"})
  void aPacketFromItsOwnDestinationIsDropped(String both) {
    host.silentlyDrops(packet(both, both), IpDropReason.BAD_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void whatSaysItComesFromUsIsStillDropped(String own) {
    String far = own.contains(":") ? "2001:db8:99::7" : "198.51.100.7";
    host.silentlyDrops(packet(own, far), IpDropReason.BAD_SOURCE);
  }

  @Test
  void itIsOffByDefaultAndWantsAnMtuForBothFamilies() {
    IpSettings settings = IpSettings.defaults();
    assertFalse(settings.anyAddress());
    IpSettings narrow = settings.withAddresses("192.0.2.2").withMtu(1_279);
    assertThrows(IllegalArgumentException.class, () -> narrow.withAnyAddress(true));
  }
}
