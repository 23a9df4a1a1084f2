package io.fourwave.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.wire.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, our own addresses, and what can be attached. */
class IpSettingsTest {
  private static final IpSettings SETTINGS = IpSettings.defaults();

  private static void refuses(UnaryOperator<IpSettings> change) {
    assertThrows(IllegalArgumentException.class, () -> change.apply(SETTINGS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "ff02::1"})
  void anAddressThatNoHostHasIsRefused(String address) {
    refuses(settings -> settings.withAddresses(address));
  }

  @Test
  void limitsAreChecked() {
    refuses(settings -> settings.withMtu(67));
    refuses(settings -> settings.withMtu(65_536));
    refuses(settings -> settings.withAddresses("2001:db8::2").withMtu(1279));
    refuses(settings -> settings.withMtu(1279).withAddresses("192.0.2.2", "2001:db8::2"));
    refuses(settings -> settings.withHopLimit(0));
    refuses(settings -> settings.withHopLimit(256));
    refuses(settings -> settings.withFragments(131_071, Duration.ofSeconds(60)));
    refuses(settings -> settings.withFragments(1 << 20, Duration.ofMillis(14_999)));
    refuses(settings -> settings.withFragments(1 << 20, Duration.ofMillis(60_001)));
    refuses(settings -> settings.withIcmpErrorsPerSecond(-1));
    refuses(settings -> settings.withReplyQueueOctets(4095));
    assertEquals(68, SETTINGS.withAddresses("192.0.2.2").withMtu(68).mtu());
    assertEquals(1280, SETTINGS.withAddresses("2001:db8::2").withMtu(1280).mtu());
  }

  @Test
  void eachChangeChangesOneThing() {
    IpSettings changed =
        SETTINGS
            .withAddresses("192.0.2.2")
            .withMtu(9000)
            .withHopLimit(7)
            .withAcceptSourceRoutes(true)
            .withFragments(1 << 20, Duration.ofSeconds(30))
            .withIcmpErrorsPerSecond(5)
            .withReplyQueueOctets(10_000)
            .withAnyAddress(true);
    IpSettings expected =
        new IpSettings(
            List.of(IpAddress.parse("192.0.2.2")),
            9000,
            7,
            true,
            1 << 20,
            Duration.ofSeconds(30),
            5,
            10_000,
            true);
    assertEquals(expected, changed);
  }

  @Test
  void sourceRoutesAreRefusedByDefault() { // RFC 7126
    assertFalse(SETTINGS.acceptSourceRoutes());
  }

  private static IpLayer layer(IpSettings settings) {
    return new IpLayer(settings, Offload.NONE, new Random(1), IpObserver.NONE);
  }

  private static String source(IpLayer layer, String remote) {
    IpAddress address = IpAddress.parse(remote);
    IpAddress source = layer.sourceFor(address.high(), address.low());
    return source == null ? null : source.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2",
    "10.0.0.9, 10.0.0.2",
    "9.9.9.9, 10.0.0.2",
    "2001:db8:1::9, 2001:db8:1::2",
    "2001:db8:2::9, 2001:db8:2::2",
    "fe80::9, fe80::2"
  })
  void theSourceIsTheAddressNearestToTheRemote(String remote, String source) {
    IpLayer layer =
        layer(
            SETTINGS.withAddresses(
                "10.0.0.2", "2001:db8:1::2", "2001:db8:2::2", "192.0.2.2", "fe80::2"));
    assertEquals(source, source(layer, remote));
  }

  @Test
  void withoutAnAddressOfTheFamilyThereIsNoSource() {
    assertNull(source(layer(SETTINGS.withAddresses("192.0.2.2")), "2001:db8::1"));
    assertNull(source(layer(SETTINGS.withAddresses("2001:db8::2")), "192.0.2.1"));
    assertNull(source(layer(SETTINGS), "192.0.2.1"));
  }

  @Test
  void ourAddressesAreOursAndNoOthers() {
    List<IpAddress> ours =
        IntStream.range(0, 1000)
            .mapToObj(i -> IpAddress.parse("10.1." + i / 250 + "." + i % 250))
            .toList();
    IpLayer layer = layer(SETTINGS.withAddresses(ours));
    for (int i = 0; i < 1 << 16; i++) {
      long low = IpAddress.mapped(0x0a01_0000 | i);
      assertEquals(ours.contains(new IpAddress(0, low)), layer.isLocal(0, low));
    }
    assertFalse(layer.isLocal(0, 0));
    assertFalse(layer(SETTINGS).isLocal(0, 0));
    assertFalse(layer(SETTINGS).isLocal(0, IpAddress.mapped(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, true",
    "192.0.2.2, false",
    "0.0.0.0, false",
    "127.0.0.1, false",
    "224.0.0.1, false",
    "255.255.255.255, false",
    "2001:db8::1, true",
    "2001:db8::2, false",
    "::, false",
    "::1, false",
    "ff02::1, false"
  })
  void onlyAnotherHostsAddressMayBeARemote(String remote, boolean may) { // RFC 9293 MUST-46
    IpLayer layer = layer(SETTINGS.withAddresses("192.0.2.2", "2001:db8::2"));
    IpAddress address = IpAddress.parse(remote);
    assertEquals(may, layer.mayBeRemote(address.high(), address.low()));
  }

  @Test
  void aProtocolNumberIsGivenOnce() {
    IpLayer layer = layer(SETTINGS);
    layer.attach(transport(6));
    for (int number : new int[] {6, 1, 58, -1, 256}) {
      assertThrows(IllegalArgumentException.class, () -> layer.attach(transport(number)));
    }
    layer.attach(transport(17));
  }

  private static TransportProtocol transport(int number) {
    return new TransportProtocol() {
      @Override
      public int number() {
        return number;
      }

      @Override
      public void packetArrives(IpPacket ip, long now) {}

      @Override
      public void errorArrives(IcmpError error, long now) {}
    };
  }

  @Test
  void aNewRouteHasTheHopLimitOfTheSettings() {
    assertEquals(7, layer(SETTINGS.withHopLimit(7)).newRoute().hopLimit());
    assertTrue(new Route().hopLimit() >= 64);
  }
}
