package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TunInterfaceIT {
  private static final int IFA_F_TENTATIVE = 0x40;

  private final TunInterface tun0 = TunInterface.named("tun0");
  private TunDevice device;

  @BeforeEach
  void inANetworkOfOurOwn() throws Exception {
    PrivateNetwork.assumed();
    device = TunDevice.open(TunSettings.named("tun0"));
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  @Test
  void addressesAreThereAndTheIpv6OneCanBeUsedAtOnce() throws Exception {
    tun0.withoutLinkLocal().address("10.9.0.1/24").address("fd09::1/64").up();
    assertEquals(Set.of("10.9.0.1/24"), ipv4Addresses());
    String line = ipv6Addresses().get(0);
    assertTrue(line.startsWith("fd090000000000000000000000000001 "), line);
    List<String> fields = List.of(line.split(" +", -1));
    assertEquals("40", fields.get(2), "prefix of 64 bits");
    int flags = Integer.parseInt(fields.get(4), 16);
    assertEquals(0, flags & IFA_F_TENTATIVE, "no search for duplicates goes on");
  }

  @Test
  void addressesCanBeGivenTwiceAndMoreThanOne() throws Exception {
    tun0.address("10.9.0.1/24").address("10.9.0.1/24").address("10.8.0.1/16");
    assertEquals(Set.of("10.9.0.1/24", "10.8.0.1/16"), ipv4Addresses());
    tun0.address("fd09::1/64").address("fd09::1/64");
    assertEquals(1, ipv6Addresses().size());
  }

  @Test
  void anInterfaceMakesItselfALinkLocalAddressUnlessToldNotTo() throws Exception {
    tun0.up();
    assertTrue(ipv6Addresses().get(0).startsWith("fe80"), ipv6Addresses().toString());
    tun0.down().withoutLinkLocal().up();
    assertEquals(List.of(), ipv6Addresses());
  }

  private static Set<String> ipv4Addresses() throws Exception {
    return NetworkInterface.getByName("tun0").getInterfaceAddresses().stream()
        .filter(a -> a.getAddress() instanceof Inet4Address)
        .map(a -> a.getAddress().getHostAddress() + "/" + a.getNetworkPrefixLength())
        .collect(Collectors.toSet());
  }

  /** As the kernel lists them: address, index, prefix, scope, flags, name; in hexadecimal. */
  private static List<String> ipv6Addresses() throws Exception {
    try (var lines = Files.lines(Path.of("/proc/self/net/if_inet6"))) {
      return lines.filter(line -> line.endsWith(" tun0")).toList();
    }
  }

  @Test
  void upIsUpAndDownIsDown() throws Exception {
    assertFalse(tun0.isUp());
    tun0.up();
    assertTrue(tun0.isUp());
    tun0.down();
    assertFalse(tun0.isUp());
  }

  @Test
  void theMtuIsSetAsAsked() throws Exception {
    tun0.mtu(1280);
    assertEquals(1280, tun0.mtu());
    tun0.mtu(65_535);
    assertEquals(65_535, tun0.mtu());
    assertThrows(IllegalArgumentException.class, () -> tun0.mtu(65_536));
    assertEquals(1500, device.mtu(), "as it was when the device was opened");
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    TunInterface none = TunInterface.named("nosuch0");
    for (TunException e :
        new TunException[] {
          assertThrows(TunException.class, none::up),
          assertThrows(TunException.class, none::delete),
          assertThrows(TunException.class, () -> none.address("10.9.0.1/24"))
        }) {
      assertEquals("ENODEV", e.errno());
      assertEquals("cannot look up nosuch0: there is no such interface", e.getMessage());
    }
  }

  @Test
  void configuringLeaksNoDescriptors() throws Exception {
    tun0.up();
    long before = PrivateNetwork.descriptors();
    for (int i = 0; i < 50; i++) {
      tun0.mtu(1280 + i).address("10.9.0.1/24");
      assertThrows(TunException.class, () -> TunInterface.named("nosuch0").mtu());
    }
    assertEquals(before, PrivateNetwork.descriptors());
  }
}
