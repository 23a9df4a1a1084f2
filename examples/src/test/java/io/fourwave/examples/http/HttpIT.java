package io.fourwave.examples.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The http service, as the kernel's curl and ab see it. */
class HttpIT {
  private static final int OCTETS = 100 << 20;

  private Lab lab;

  @TempDir private Path directory;

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

  private static String curl(String... options) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-g", "--max-time", "25"));
    command.addAll(List.of(options));
    return Program.run(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "[2001:db8::2]"})
  void thePageSaysWhatIsThere(String host) {
    String page = curl("--fail", "http://" + host + "/");

    assertTrue(page.startsWith("<!doctype html>"), page);
    assertTrue(page.contains("This page came over Fourwave"), page);
  }

  @Test
  void theStateIsJsonAndHasTheConnectionItWasAskedOver() {
    Path state = directory.resolve("state");
    curl("--fail", "-o", state.toString(), "http://192.0.2.2/state");

    String here = ".connections[] | select(.state == \"ESTABLISHED\") | .local";
    assertEquals("\"192.0.2.2:80\"\n", Program.run("jq", here, state.toString()));
    assertEquals("true\n", Program.run("jq", ".counters | length > 10", state.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "[2001:db8::2]"})
  void aDownloadOf100MegabytesArrivesOctetForOctet(String host) throws Exception {
    Path file = directory.resolve("download");
    curl("--fail", "-o", file.toString(), "http://" + host + "/download?bytes=" + OCTETS);

    assertEquals(digestOfPattern(), digest(file));
  }

  /** Octet {@code i} is {@code i} modulo 251. */
  private static String digestOfPattern() throws Exception {
    byte[] period = new byte[251];
    for (int i = 0; i < period.length; i++) {
      period[i] = (byte) i;
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int left = OCTETS;
    for (; left >= period.length; left -= period.length) {
      digest.update(period);
    }
    digest.update(period, 0, left);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] octets = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
        digest.update(octets, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.2, --upload-file", "[2001:db8::2], --data-binary"})
  void anUploadOf100MegabytesArrivesOctetForOctet(String host, String how) throws Exception {
    byte[] octets = new byte[OCTETS];
    new Random(5).nextBytes(octets);
    Path file = Files.write(directory.resolve("upload"), octets);
    String what = how.equals("--data-binary") ? "@" + file : file.toString();

    String answer = curl("--fail", how, what, "http://" + host + "/upload");

    assertEquals(OCTETS + " octets, SHA-256 " + digest(file) + "\n", answer);
  }

  @ParameterizedTest
  @CsvSource({
    "404, /no/such/page, GET",
    "405, /upload, GET",
    "405, /, POST",
    "405, /state, PUT",
    "400, /download?bytes=many, GET",
    "400, /download?bytes=-1, GET",
    "400, /download?bytes=1099511627777, GET",
  })
  void whatCannotBeHadIsRefusedWithItsCode(String code, String target, String method) {
    String answer = curl("-w", "%{http_code}", "-X", method, "http://192.0.2.2" + target);

    assertTrue(answer.endsWith(".\n" + code), answer);
  }

  @Test
  void aRefusedMethodIsToldWhichOnesAreAllowed() {
    String answer = curl("-i", "http://192.0.2.2/upload");

    assertTrue(answer.toLowerCase(Locale.ROOT).contains("allow: post, put\r\n"), answer);
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheConnectionClosed() throws IOException {
    Path request = Files.writeString(directory.resolve("request"), "HELLO\r\n\r\n", UTF_8);

    String answer = Program.run("sh", "-c", "nc -w 5 192.0.2.2 80 < " + request);

    assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
  }

  @Test
  void threeRequestsGoOverOneConnection() {
    String url = "http://192.0.2.2/download?bytes=7";
    String connects = "%{num_connects} ";

    List<String> options = new ArrayList<>(List.of("-w", connects));
    for (int i = 0; i < 3; i++) {
      options.addAll(List.of("-o", "/dev/null", url));
    }

    assertEquals("1 0 0 ", curl(options.toArray(String[]::new)));
  }

  @Test
  void aClientOfHttp10ThatAsksToKeepTheConnectionIsToldThatItIsKept() {
    String ask = "Connection: keep-alive";

    String answer = curl("-i", "--http1.0", "-H", ask, "http://192.0.2.2/");

    assertTrue(
        answer.toLowerCase(Locale.ROOT).contains("\r\n" + ask.toLowerCase(Locale.ROOT)), answer);
  }

  @ParameterizedTest(name = "each over a connection of its own: {0}")
  @ValueSource(booleans = {true, false})
  void noRequestOfManyFails(boolean each) {
    List<String> ab = new ArrayList<>(List.of("ab", "-q", "-t", "4", "-n", "20000", "-c", "50"));
    if (!each) {
      ab.add("-k");
    }
    ab.add("http://192.0.2.2/download?bytes=1000");

    String report = Program.run(ab.toArray(String[]::new));

    Matcher complete = Pattern.compile("Complete requests: +[1-9]").matcher(report);
    assertTrue(complete.find(), report);
    assertTrue(report.contains("Failed requests:        0\n"), report);
    assertFalse(report.contains("Non-2xx"), report);
  }
}
