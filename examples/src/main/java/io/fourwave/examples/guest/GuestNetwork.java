package io.fourwave.examples.guest;

import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The guest's wire, in the network namespace that this process is in: a TAP device, and a kernel
 * that forwards between it and the stack's TUN device.
 */
final class GuestNetwork {
  static final String TAP = "tap0";

  /** The guest's own address. */
  static final String GUEST_V4 = "198.51.100.2";

  static final String STACK_V4 = "192.0.2.2";
  static final String STACK_V6 = "2001:db8::2";

  /** What the kernel's command line tells the guest's {@code init}. */
  static final List<String> PARAMETERS =
      List.of(
          "address=" + GUEST_V4 + "/24",
          "router=198.51.100.1",
          "address6=2001:db8:1::2/64",
          "router6=2001:db8:1::1",
          "stack=" + STACK_V4);

  private static final List<String> FORWARDING =
      List.of("/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding");

  private GuestNetwork() {}

  /** Gives the TUN device the kernel's addresses. */
  static void configureTun(String device) throws TunException {
    TunInterface.named(device)
        .withoutLinkLocal()
        .address("192.0.2.1/24")
        .address("2001:db8::1/64")
        .up();
  }

  /** Makes the TAP device and lets the kernel forward. */
  static void lay() throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder("ip", "tuntap", "add", TAP, "mode", "tap").inheritIO().start();
    if (made.waitFor() != 0) {
      throw new IOException("'ip tuntap add " + TAP + " mode tap' has failed");
    }
    TunInterface.named(TAP).address("198.51.100.1/24").address("2001:db8:1::1/64").up();
    for (String setting : FORWARDING) {
      Files.writeString(Path.of(setting), "1\n", StandardCharsets.US_ASCII);
    }
  }
}
