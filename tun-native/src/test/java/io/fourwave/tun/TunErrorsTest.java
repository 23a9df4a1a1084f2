package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TunErrorsTest {
  private final TunSettings tun7 = TunSettings.named("tun7");

  @Test
  void withoutTheNodeTheCureIsToMakeIt() {
    assertSays(
        TunErrors.opening(Errno.ENOENT),
        "ENOENT",
        "no /dev/net/tun: modprobe tun, or mkdir -p /dev/net && mknod /dev/net/tun c 10 200");
  }

  @Test
  void withoutPermissionTheCureIsRootOrAPersistentDevice() {
    assertSays(
        TunErrors.opening(Errno.EACCES),
        "EACCES",
        "cannot open /dev/net/tun: permission denied; run as root",
        "sudo ip tuntap add dev tun0 mode tun user $USER");
  }

  @Test
  void withoutTheDriverTheCureIsToLoadIt() {
    assertSays(TunErrors.opening(Errno.ENODEV), "ENODEV", "modprobe tun");
    assertSays(TunErrors.opening(Errno.ENXIO), "ENXIO", "modprobe tun");
  }

  @Test
  void inAContainerTheCureIsToHandTheDeviceIn() {
    assertSays(TunErrors.opening(Errno.EPERM), "EPERM", "--device /dev/net/tun");
  }

  @Test
  void withoutTheCapabilityTheCuresNameTheDevice() {
    assertSays(
        TunErrors.attaching(tun7, Errno.EPERM),
        "EPERM",
        "without CAP_NET_ADMIN",
        "sudo ip tuntap add dev tun7 mode tun user $USER",
        "unshare -Urn");
    assertSays(
        TunErrors.attaching(tun7.withMultiQueue(true), Errno.EPERM),
        "EPERM",
        "sudo ip tuntap add dev tun7 mode tun multi_queue user $USER");
  }

  @Test
  void aDeviceInUseIsNamedAndSoAreTheWaysOut() {
    assertSays(
        TunErrors.attaching(tun7, Errno.EBUSY),
        "EBUSY",
        "tun7 is in use: another process",
        "choose another name",
        "multiQueue");
  }

  @Test
  void aDeviceOfAnotherKindIsToldFromWhatWasAsked() {
    assertSays(
        TunErrors.attaching(tun7, Errno.EINVAL),
        "EINVAL",
        "or with multi_queue",
        "ip link del tun7");
    assertSays(
        TunErrors.attaching(tun7.withMultiQueue(true), Errno.EINVAL),
        "EINVAL",
        "or without multi_queue");
  }

  @Test
  void aRequestTheKernelDoesNotKnowIsNamed() {
    assertSays(
        TunErrors.request(TunRequest.TUNSETOFFLOAD, "tun7", Errno.EINVAL),
        "EINVAL",
        "TUNSETOFFLOAD on tun7: Invalid argument (EINVAL)",
        "Linux 3.9");
    var denied = TunErrors.request(TunRequest.TUNSETOWNER, "tun7", Errno.EPERM);
    assertFalse(denied.getMessage().contains("Linux 3.9"), denied.getMessage());
  }

  @Test
  void aDeletedInterfaceIsToldFromAClosedDevice() {
    assertSays(TunErrors.reading("tun7", Errno.EBADFD), "EBADFD", "tun7 was deleted under us");
    assertSays(TunErrors.reading("tun7", Errno.EBADF), "EBADF", "tun7 is closed");
    Packet packet = new Packet();
    assertSays(
        TunErrors.writing("tun7", packet, Errno.EBADFD), "EBADFD", "tun7 was deleted under us");
  }

  @Test
  void aRefusedPacketIsDescribed() {
    Packet packet = new Packet();
    packet.set(ByteBuffer.wrap(new byte[] {0x45, 0, 0, 4}));
    packet.checksumPartial(packet.start() + 20);
    packet.segmentSize(1448);
    assertSays(
        TunErrors.writing("tun7", packet, Errno.EINVAL),
        "EINVAL",
        "tun7 refused a packet of 4 octets, IP version 4, checksum PARTIAL from octet 20,"
            + " segment size 1448: Invalid argument (EINVAL)");
  }

  @Test
  void aRefusedPacketMayBeEmpty() {
    assertSays(
        TunErrors.writing("tun7", new Packet(), Errno.EINVAL),
        "EINVAL",
        "a packet of 0 octets, IP version 0, checksum COMPLETE, segment size 0:");
  }

  @Test
  void configuringTellsWhoMayAndWhatIsMissing() {
    assertSays(
        TunErrors.configuring("set the MTU of", "tun7", Errno.EPERM),
        "EPERM",
        "cannot set the MTU of tun7: needs CAP_NET_ADMIN");
    assertSays(
        TunErrors.configuring("take up", "tun7", Errno.ENODEV),
        "ENODEV",
        "cannot take up tun7: there is no such interface");
    assertSays(
        TunErrors.configuring("give fd09::1/64 to", "tun7", Errno.EACCES),
        "EACCES",
        "sysctl -w net.ipv6.conf.tun7.disable_ipv6=0");
  }

  @ParameterizedTest
  @EnumSource(Errno.class)
  void everyErrorHasASentence(Errno errno) {
    for (TunException e :
        new TunException[] {
          TunErrors.opening(errno),
          TunErrors.attaching(tun7, errno),
          TunErrors.request(TunRequest.TUNSETIFF, "tun7", errno),
          TunErrors.reading("tun7", errno),
          TunErrors.event(errno),
          TunErrors.netlink(errno),
          TunErrors.configuring("take up", "tun7", errno)
        }) {
      assertEquals(errno.name(), e.errno());
      assertTrue(e.getMessage().matches(".{10,}"), e.getMessage());
    }
  }

  @Test
  void whatIsNotLinuxHasNoTunDevice() {
    var e = assertThrows(TunException.class, () -> Linux.checkSystem("Mac OS X"));
    assertEquals("a TUN device needs Linux; this is Mac OS X", e.getMessage());
    assertEquals("", e.errno());
  }

  private static void assertSays(TunException e, String errno, String... parts) {
    assertEquals(errno, e.errno());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
