package io.fourwave.examples.interop;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.util.List;

/**
 * A far host behind the kernel as a router, whose link there is narrower than both ends believe.
 *
 * <pre>
 *                 the test's own                              netns "far"
 *   stack ==== tun0 (1500)  near0 (1300) ---- veth ---- far0 (1500): 198.51.100.7, 2001:db8:99::7
 * </pre>
 */
final class NarrowPath implements AutoCloseable {
  static final int MTU = 1300;
  private static final String FAR_V4 = "198.51.100.7";
  private static final String FAR_V6 = "2001:db8:99::7";

  /**
   * A router asks for its neighbours from its link-local address, and before that is known to be
   * nobody else's, two seconds later, it asks nobody and keeps the SYN.
   */
  private static final String NO_WAITING = "net.ipv6.conf.%s.accept_dad=0";

  private NarrowPath() {}

  /** Builds it, once there is a lab. */
  static NarrowPath open() {
    cleanUp(); // what a test that failed early has left
    run("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    run("ip netns add far");
    run("ip link add near0 mtu " + MTU + " type veth peer name far0 netns far mtu 1500");
    run("ip address add 198.51.100.1/24 dev near0");
    run("ip address add 2001:db8:99::1/64 dev near0 nodad");
    run("sysctl -qw " + NO_WAITING.formatted("near0"));
    run("ip link set near0 up");
    run("ip -n far address add " + FAR_V4 + "/24 dev far0");
    run("ip -n far address add " + FAR_V6 + "/64 dev far0 nodad");
    run("ip netns exec far sysctl -qw " + NO_WAITING.formatted("far0"));
    run("ip -n far link set lo up");
    run("ip -n far link set far0 up");
    run("ip -n far route add default via 198.51.100.1");
    run("ip -n far route add default via 2001:db8:99::1");
    return new NarrowPath();
  }

  static String address(boolean v4) {
    return v4 ? FAR_V4 : FAR_V6;
  }

  /** Starts a program on the far host. */
  Program far(String commandLine) {
    return Program.start("ip", "netns", "exec", "far", "sh", "-c", commandLine);
  }

  /** Starts a program there that takes connections on a port, and waits until it does. */
  Program farServer(String commandLine, int port) {
    Program server = far(commandLine);
    Lab.await("a far server", () -> !listening(port).isBlank());
    return server;
  }

  private static String listening(int port) {
    return Program.run("ip", "netns", "exec", "far", "ss", "-Hlnt", "sport", "= " + port);
  }

  private static void run(String command) {
    Program.run(command.split(" "));
  }

  @Override
  public void close() {
    cleanUp();
  }

  private static void cleanUp() {
    for (String what : List.of("netns delete far", "link delete near0")) {
      Program.run("sh", "-c", "ip " + what + " 2>/dev/null || true");
    }
  }
}
