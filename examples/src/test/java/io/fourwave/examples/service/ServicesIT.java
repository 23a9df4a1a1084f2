package io.fourwave.examples.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small services, as nc, socat and ping see them. */
class ServicesIT {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.open();
  }

  @AfterEach
  void close() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCP4:192.0.2.2:7", "TCP6:[2001:db8::2]:7"})
  void echoSendsAMegabyteBackAndClosesWhenThePeerHas(String address) throws IOException {
    byte[] text = new byte[MEGABYTE];
    new Random(7).nextBytes(text);
    Path file = Files.write(directory.resolve("text"), text);

    // -t: after our FIN socat waits so long for the rest, and the FIN, of the other side.
    String command = "socat -t 30 - " + address + " < " + file;
    String back = Program.run("sh", "-c", command);

    assertEquals(new String(text, ISO_8859_1), back);
    Lab.await("the connection to be gone", () -> lab.connections().isEmpty());
  }

  @Test
  void discardTakesAMegabyteAndSaysNothing() {
    assertEquals("", Program.run("sh", "-c", "head -c 1048576 /dev/zero | nc -N 192.0.2.2 9"));
    Lab.await("the connection to be gone", () -> lab.connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void daytimeSaysTheTimeAndCloses(String address) {
    String said = Program.run("nc", address, "13");

    assertTrue(said.matches("[A-Z][a-z]+day, [A-Z][a-z]+ \\d+, \\d{4} [\\d:]{8}-\\S+\r\n"), said);
  }

  @Test
  void daytimeIsHeardAlsoByAPeerWhoTalks() {
    String said = Program.run("sh", "-c", "echo what time is it | nc -N 192.0.2.2 13");

    assertTrue(said.contains("day, "), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void chargenGoesOnUntilThePeerHasEnough(String address) {
    String pattern = new String(CharacterGenerator.pattern(), ISO_8859_1);
    String command = "nc " + address + " 19 < /dev/null | head -c " + MEGABYTE;

    String text = Program.run("sh", "-c", command);

    assertEquals(pattern.repeat(MEGABYTE / pattern.length() + 1).substring(0, MEGABYTE), text);
    Lab.await("the connection to be gone", () -> lab.connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping -n -c 3 -i 0.2 192.0.2.2",
        "ping -n -c 3 -i 0.2 2001:db8::2",
        "ping -n -c 3 -i 0.2 -s 4000 192.0.2.2",
        "ping -n -c 3 -i 0.2 -s 4000 2001:db8::2"
      })
  void pingIsAnsweredAlsoInFragments(String command) {
    assertTrue(Program.run(command.split(" ")).contains("3 received, 0% packet loss"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aPortWithoutAServiceRefuses(String address) {
    try (Program nc = Program.start("nc", "-v", "-w", "5", address, "99")) {
      nc.awaitOutput("refused");
      assertEquals(1, nc.exitCode());
    }
  }
}
