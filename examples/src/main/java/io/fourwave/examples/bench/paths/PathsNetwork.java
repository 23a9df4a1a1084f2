package io.fourwave.examples.bench.paths;

import io.fourwave.examples.bench.KernelTcp;
import io.fourwave.examples.bench.PrivateNetwork;
import io.fourwave.tun.TunInterface;
import java.io.IOException;

/** What has to be set in both networks so that only the paths limit. */
final class PathsNetwork {
  private static final String QUEUE = "10000";

  private PathsNetwork() {}

  /** Lets the kernel's windows be as wide as any path, and forget one run before the next. */
  static void prepare() throws IOException {
    KernelTcp.write("tcp_rmem", "4096 131072 67108864");
    KernelTcp.write("tcp_wmem", "4096 16384 67108864");
    KernelTcp.write("tcp_no_metrics_save", "1");
  }

  /** Gives a device an address, and room for bursts: nothing is to be lost before the path. */
  static void configure(String device, String address) throws IOException {
    PrivateNetwork.configure("ip", "link", "set", device, "txqueuelen", QUEUE);
    TunInterface.named(device).withoutLinkLocal().address(address + "/24").up();
  }
}
