package io.fourwave.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Capture;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fourwave serve} as a process of its own, from its first line to its last. */
class ServeIT {
  private final List<Program> started = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  @AfterEach
  void end() {
    started.forEach(Program::close);
    Program.run("sh", "-c", "ip link delete tun0 2>/dev/null || true");
  }

  /** What {@code ./fourwave} runs: the jar that was packaged before this test. */
  private static List<String> fourwave(String... arguments) {
    Path jar = Path.of(System.getProperty("basedir", ""), "target", "fourwave.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Program start(List<String> command) {
    Program program = Program.start(command);
    started.add(program);
    return program;
  }

  private Program serve(String... options) {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    return start(fourwave(arguments.toArray(String[]::new)));
  }

  private static String telnet(String input) {
    return Program.run("sh", "-c", "printf '" + input + "' | nc -N 192.0.2.2 23");
  }

  private static boolean deviceExists() {
    return Program.run("ip", "-o", "link").contains(" tun0:");
  }

  private static void refuses(Program program, String sentence) {
    assertEquals(2, program.exitCode(), program::output);
    assertTrue(program.output().contains(sentence), program::output);
    assertEquals(1, program.output().lines().count(), program::output);
  }

  @Test
  void theReadyLineSaysWhatToType() {
    serve().awaitOutput("ready: ").awaitOutput("telnet 192.0.2.2").awaitOutput("Ctrl-C stops");

    assertTrue(telnet("hello\\n").contains("you said: hello"));
  }

  @Test
  void connectionsAreTalkedOfOnlyIfThatIsAskedFor() {
    Program quiet = serve("--services", "telnet");
    quiet.awaitOutput("ready: ");
    assertTrue(telnet("hello\\n").contains("you said: hello"));
    quiet.signal("TERM");
    assertEquals(0, quiet.exitCode(), quiet::output);
    assertFalse(quiet.output().contains("has connected"), quiet::output);

    Program verbose = serve("--services", "telnet", "-v");
    verbose.awaitOutput("ready: ");
    assertTrue(telnet("hello\\n").contains("you said: hello"));
    verbose.awaitOutput("telnet: ").awaitOutput("has connected");
  }

  @Test
  void belowTheLeastMtuOfIpv6ThereIsIpv4() {
    serve("--mtu", "1000", "--address", "192.0.2.2", "--peer", "192.0.2.1/24")
        .awaitOutput("ready: ");

    assertTrue(telnet("hello\\n").contains("you said: hello"));
  }

  @Test
  void sigtermClosesConnectionsInOrderReleasesTheDeviceAndIsNoFailure() {
    Program server = serve("--grace", "1s");
    server.awaitOutput("ready: ");
    try (Program nc = Program.start("nc", "-N", "192.0.2.2", "23");
        Capture capture = Capture.of("tun0", "tcp")) {
      nc.awaitOutput("fourwave> ");

      server.signal("TERM");

      assertEquals(0, server.exitCode(), server::output);
      nc.closeInput();
      nc.exitCode();
      List<Capture.Seen> segments = capture.segments();
      assertTrue(segments.stream().anyMatch(s -> s.fromPort() == 23 && s.hasFin()), "no FIN");
    }
    assertFalse(deviceExists());
  }

  @Test
  void ctrlCStopsAsWell() {
    Program server = serve();
    server.awaitOutput("ready: ");

    server.signal("INT");

    assertEquals(0, server.exitCode(), server::output);
    assertFalse(deviceExists());
  }

  @Test
  void afterSigkillAPersistentDeviceWorksAtOnceForTheNextServer() {
    Program first = serve("--persistent");
    first.awaitOutput("ready: ");
    assertTrue(telnet("one\\n").contains("you said: one"));

    first.signal("KILL");
    first.exitCode();

    assertTrue(deviceExists());
    serve("--no-offload").awaitOutput("ready: ");
    assertTrue(telnet("two\\n").contains("you said: two"));
  }

  @Test
  void aDeviceThatIsDeletedUnderTheServerEndsIt() {
    Program server = serve();
    server.awaitOutput("ready: ");

    Program.run("ip", "link", "delete", "tun0");

    assertEquals(2, server.exitCode(), server::output);
    assertTrue(server.output().contains("tun0 was deleted under us"), server::output);
  }

  @Test
  void aDeviceThatIsInUseIsNamed() {
    serve().awaitOutput("ready: ");

    refuses(
        serve(),
        "tun0 is in use: is there another fourwave? Stop it, or choose another with --tun");
  }

  @Test
  void anAddressThatIsInUseIsNamed() {
    serve().awaitOutput("ready: ");

    refuses(serve("--tun", "tun1"), "192.0.2.1 is in use, by tun0 of this machine");
  }

  @Test
  void theKernelsOwnAddressIsNotForTheStack() {
    refuses(
        serve("--address", "127.0.0.2", "--peer", "127.0.0.1/8"),
        "127.0.0.2 cannot be a stack's address");
  }

  @Test
  void withoutPermissionTheTwoWaysAreExplained() {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin"));
    command.addAll(List.of("--inh-caps=-net_admin"));
    command.addAll(fourwave("serve"));

    Program server = start(command);

    refuses(server, "sudo ip tuntap add tun0 mode tun user $USER");
    assertTrue(server.output().contains("unshare -Urn ./fourwave serve"), server::output);
  }

  @Test
  void withoutTheDriversNodeItsCureIsNamed() {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    command.add("mount -t tmpfs tmpfs /dev/net && exec \"$@\"");
    command.add("sh");
    command.addAll(fourwave("serve"));

    refuses(start(command), "no /dev/net/tun: modprobe tun");
  }

  @Test
  void aCaptureThatCannotBeWrittenIsNamed() {
    refuses(
        serve("--capture", "/proc/nowhere/x.pcapng"),
        "cannot write the capture /proc/nowhere/x.pcapng (no such directory)");
    assertFalse(deviceExists());
  }

  @Test
  void theCaptureIsReadByTcpdump() {
    Path file = directory.resolve("capture.pcapng");
    Program server = serve("--capture", file.toString());
    server.awaitOutput("ready: ");
    telnet("hello\\n");
    server.signal("TERM");
    server.exitCode();

    List<Capture.Seen> segments = Capture.parse(Capture.read(file));

    assertEquals("S", segments.get(0).flags());
    assertEquals("S.", segments.get(1).flags());
    assertTrue(segments.stream().filter(Capture.Seen::hasFin).count() >= 2, segments::toString);
  }

  @Test
  void theTraceNamesStatesAndRules() {
    Program server = start(fourwave("trace"));
    server.awaitOutput("ready: ");
    Program.run("sh", "-c", "echo quit | nc 192.0.2.2 23");

    server.awaitOutput("Flags [S]").awaitOutput("SYN-RECEIVED").awaitOutput("ESTABLISHED");
    server.awaitOutput("FIN-WAIT-1").awaitOutput("TIME-WAIT").awaitOutput("(RFC 9293 ");
  }

  @Test
  void theTraceTellsWhatTheLinkHasLost() {
    Program server = start(fourwave("trace", "--lose-last-ack", "1"));
    server.awaitOutput("ready: ");
    Program.run("sh", "-c", "echo quit | nc 192.0.2.2 23");

    server.awaitOutput("FIN-WAIT-2 -> TIME-WAIT").awaitOutput("lost on its way out: a packet of ");
    server.awaitOutput("FIN again: acknowledged again, 2 MSL anew");
  }

  @Test
  void aNamedNamespaceIsEntered() {
    Program.run("ip", "netns", "add", "lab");
    try {
      Program server = serve("--netns", "lab");
      server.awaitOutput("ready: sudo ip netns exec lab telnet 192.0.2.2");
      assertFalse(deviceExists());
      String said =
          Program.run("ip", "netns", "exec", "lab", "sh", "-c", "echo hello | nc -N 192.0.2.2 23");
      assertTrue(said.contains("you said: hello"), said);

      server.signal("TERM");

      assertEquals(0, server.exitCode(), server::output);
    } finally {
      Program.run("ip", "netns", "delete", "lab");
    }
  }

  @Test
  void onlyTheServicesThatWereAskedForAnswer() {
    serve("--services", "echo,daytime").awaitOutput("ready: ping 192.0.2.2");

    assertTrue(Program.run("nc", "192.0.2.2", "13").contains("day, "));
    try (Program nc = Program.start("nc", "-v", "-w", "5", "192.0.2.2", "23")) {
      nc.awaitOutput("refused");
    }
  }
}
