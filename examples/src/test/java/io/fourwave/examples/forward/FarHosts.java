package io.fourwave.examples.forward;

import io.fourwave.NetworkStack;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three networks in a row: clients with one end of the TUN device, the forwarder, and far hosts
 * behind a veth.
 *
 * <pre>
 *   netns "clients"            the test's own             netns "far"
 *   curl, nc ---- tun0 ==== stack, forwarder ---- veth ---- 198.51.100.7, 2001:db8:99::7: servers
 *                                                           198.51.100.99: unreachable
 *                                                           198.51.100.66: silence
 * </pre>
 */
final class FarHosts implements AutoCloseable {
  static final String SERVER_V4 = "198.51.100.7";
  static final String SERVER_V6 = "2001:db8:99::7";
  static final String UNREACHABLE_V4 = "198.51.100.99";
  static final String UNREACHABLE_V6 = "2001:db8:99::99";
  static final String SILENT_V4 = "198.51.100.66";
  static final String SILENT_V6 = "2001:db8:99::66";
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final NetworkStack stack;
  private final Forwarder forwarder;
  private final List<Program> servers = new ArrayList<>();

  private FarHosts(NetworkStack stack, Forwarder forwarder) {
    this.stack = stack;
    this.forwarder = forwarder;
  }

  /** Builds it all. Skips the test where there is no namespace for it. */
  static FarHosts open(Upstream upstream) throws IOException {
    Lab.requirePrivateNetwork();
    cleanUp(); // what a test that failed early has left
    makeFarHosts();
    run("ip netns add clients");
    TunDevice device = TunDevice.open(TunSettings.named(Lab.DEVICE));
    run("ip link set tun0 netns clients");
    run("ip -n clients link set lo up");
    run("ip -n clients address add 192.0.2.1/24 dev tun0");
    run("ip -n clients address add 2001:db8::1/64 dev tun0 nodad");
    run("ip -n clients link set tun0 up");
    run("ip -n clients route add 198.51.100.0/24 dev tun0");
    run("ip -n clients route add 10.9.0.0/24 dev tun0");
    run("ip -n clients route add 2001:db8:99::/64 dev tun0");
    NetworkStack.Builder builder = NetworkStack.over(device).msl(Duration.ofMillis(250));
    NetworkStack stack =
        Forward.terminating(builder.address(Lab.STACK_V4).address(Lab.STACK_V6)).start();
    return new FarHosts(stack, new Forwarder(stack, upstream, PATIENCE, 4_096));
  }

  private static void makeFarHosts() {
    run("ip netns add far");
    run("ip link add near0 type veth peer name far0 netns far");
    run("ip address add 10.9.0.1/24 dev near0");
    run("ip address add fd00:9::1/64 dev near0 nodad");
    run("ip link set near0 up");
    run("ip -n far address add 10.9.0.2/24 dev far0");
    run("ip -n far address add fd00:9::2/64 dev far0 nodad");
    run("ip -n far link set lo up");
    run("ip -n far link set far0 up");
    run("ip -n far address add " + SERVER_V4 + "/32 dev lo");
    run("ip -n far address add " + SERVER_V6 + "/128 dev lo");
    run("ip netns exec far sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    run("ip -n far route add unreachable " + UNREACHABLE_V4);
    run("ip -n far route add unreachable " + UNREACHABLE_V6);
    run("ip -n far route add blackhole " + SILENT_V4);
    run("ip -n far route add blackhole " + SILENT_V6);
    run("ip route add 198.51.100.0/24 via 10.9.0.2");
    run("ip route add 2001:db8:99::/64 via fd00:9::2");
    Lab.await("the neighbours to know each other", () -> answers(SERVER_V4) && answers(SERVER_V6));
  }

  private static boolean answers(String address) {
    return Program.run("sh", "-c", "ping -c 1 -W 1 " + address + " || true").contains(" 0% packet");
  }

  private static void run(String command) {
    Program.run(command.split(" "));
  }

  NetworkStack stack() {
    return stack;
  }

  Forwarder forwarder() {
    return forwarder;
  }

  /** Starts a server among the far hosts, and waits until it listens. */
  void serve(int port, String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", "far"));
    words.addAll(List.of(command));
    servers.add(Program.start(words));
    Lab.await(
        "a server on port " + port,
        () ->
            !Program.run("ip", "netns", "exec", "far", "ss", "-Hlnt", "sport", "= " + port)
                .isBlank());
  }

  /** Starts a program where the clients are. */
  static Program client(String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", "clients"));
    words.addAll(List.of(command));
    return Program.start(words);
  }

  /** A Java program of the tests' own, to be run in another network. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path classes = Path.of(System.getProperty("basedir", ""), "target", "test-classes");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classes.toString(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The stack's connections with a peer, TIME-WAIT too. */
  List<ConnectionStatus> connections() {
    try {
      return stack.connections().stream().filter(c -> c.remote() != null).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(Program::close);
    forwarder.close();
    stack.close(Duration.ZERO);
    cleanUp();
  }

  private static void cleanUp() {
    for (String what : List.of("netns delete clients", "netns delete far", "link delete near0")) {
      Program.run("sh", "-c", "ip " + what + " 2>/dev/null || true");
    }
  }
}
