package io.fourwave.examples.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.examples.Main;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Linux guest, one network away, with real programs: ping, telnet, ssh. */
class GuestIT {
  private static final String USER = GuestSession.USER;

  /** ssh asks this program for the password. */
  private static final String ASK_PASS =
      """
      printf '#!/bin/sh\\necho %s\\n' >/tmp/password
      chmod 700 /tmp/password
      export SSH_ASKPASS=/tmp/password SSH_ASKPASS_REQUIRE=force
      """
          .formatted(GuestSession.PASSWORD);

  private static final Path CHECKOUT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static GuestImage image;
  private static Lab lab;
  private static AutoCloseable ssh;
  private static GuestShell guest;

  @TempDir private static Path directory;

  @BeforeAll
  static void boot() throws IOException, InterruptedException {
    Lab.requirePrivateNetwork();
    assumeTrue(isInstalled(GuestMachine.QEMU), "needs QEMU: './fourwave test' as root installs it");
    image = image();
    GuestNetwork.lay();
    lab = Lab.open();
    ssh = GuestSession.ssh(directory).start(lab.stack());
    guest = GuestShell.boot(new GuestMachine(image, Accelerator.TCG));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Made before: there is no network here to fetch it by. */
  private static GuestImage image() throws IOException, InterruptedException {
    try {
      return GuestImage.of(CHECKOUT, line -> {});
    } catch (Refusal e) {
      return abort("run lab/guest-image first, as './fourwave test' does: " + e.getMessage());
    }
  }

  @AfterAll
  static void turnOff() throws Exception {
    if (guest != null) {
      guest.close();
    }
    if (ssh != null) {
      ssh.close();
    }
    if (lab != null) {
      lab.close();
      Program.run("ip", "link", "delete", GuestNetwork.TAP);
    }
  }

  /** The states in which the guest has connections to a port of the stack. */
  private static List<String> statesInTheGuest(int port) {
    return guest
        .run("netstat -tan")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 6 && words[4].equals(Lab.STACK_V4 + ":" + port))
        .map(words -> words[5])
        .toList();
  }

  /** The states in which the stack has connections with the guest on a port of its own. */
  private static List<TcpState> statesInTheStack(int port) {
    return lab.connections().stream()
        .filter(c -> c.local().getPort() == port)
        .filter(c -> c.remote().getAddress().getHostAddress().equals(GuestNetwork.GUEST_V4))
        .map(c -> c.state())
        .toList();
  }

  @Test
  void pingIsAnswered() {
    String seen = guest.run("ping -c 2 192.0.2.2; ping -c 2 2001:db8::2");

    assertEquals(2, seen.lines().filter(line -> line.contains("2 packets received")).count(), seen);
  }

  @Test
  void telnetNegotiatesIfThereIsNoPortAndTalks() {
    guest.run(
        """
        talk telnet 192.0.2.2
        hear 'fourwave> '
        say hello
        hear 'you said: hello'
        say quit
        hear 'Connection closed by foreign host'
        """);
  }

  @Test
  void telnetWithAPortTalksAsWell() {
    guest.run(
        """
        talk telnet 192.0.2.2 7
        hear 'Connected to 192.0.2.2'
        say hello
        hear '^hello'
        hang_up || true
        """);
  }

  @Test
  void aPortWithoutAServiceIsRefused() {
    GuestShell.Answer answer = guest.attempt("telnet 192.0.2.2 4");

    assertNotEquals(0, answer.code());
    assertTrue(answer.output().contains("Connection refused"), answer::output);
  }

  @Test
  void whenTheGuestClosesFirstItIsInTimeWait() {
    guest.run("echo hello | nc 192.0.2.2 9");

    assertEquals(List.of("TIME_WAIT"), statesInTheGuest(9));
    Lab.await("the end of it", () -> statesInTheStack(9).isEmpty());
  }

  @Test
  void whenTheStackClosesFirstTheStackIsInTimeWait() {
    guest.run(
        """
        talk nc 192.0.2.2 13
        hear ' 20[0-9][0-9]'
        hang_up
        """);

    Lab.await("TIME-WAIT", () -> statesInTheStack(13).equals(List.of(TcpState.TIME_WAIT)));
    Lab.await("the guest's end of it", () -> statesInTheGuest(13).isEmpty());
  }

  @Test
  void sshRunsACommand() {
    String seen = guest.run(ASK_PASS + "ssh " + USER + "@192.0.2.2 state");

    assertTrue(seen.contains("ESTABLISHED"), seen);
  }

  @Test
  void sshOnATerminalTalks() {
    guest.run(
        ASK_PASS
            + """
            talk ssh -tt %s@192.0.2.2
            hear 'fourwave> '
            say state
            hear ESTABLISHED
            say quit
            hang_up
            """
                .formatted(USER));
  }

  @Test
  void aFileUploadedBySshComesBackTheSame() {
    guest.run(
        ASK_PASS
            + """
            head -c 1000000 /dev/urandom >/tmp/there
            scp -q /tmp/there %1$s@192.0.2.2:guest-it
            scp -q %1$s@192.0.2.2:guest-it /tmp/back
            cmp /tmp/there /tmp/back
            """
                .formatted(USER));
  }

  @Test
  void theCommandPrintsWhatTheScriptPrintsAndReturnsItsExitCode() {
    List<String> command = new ArrayList<>(List.of("env", "FOURWAVE_HOME=" + CHECKOUT));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), Main.class.getName()));
    command.addAll(List.of("guest", "--accel", "tcg", "--run"));
    command.add("ping -c 1 $stack >/dev/null && echo \"$stack answers\"; exit 7");
    try (Program fourwave = Program.start(command).closeInput()) {
      fourwave.awaitOutput(Pattern.compile("192.0.2.2 answers\n"), GuestShell.PATIENCE);

      assertEquals(7, fourwave.exitCode(), fourwave::output);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
