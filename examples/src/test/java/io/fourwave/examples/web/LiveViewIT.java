package io.fourwave.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running {@code fourwave serve} as it is seen from beside: in a browser, by ss and counters. */
class LiveViewIT {
  @TempDir private Path directory;
  private Program server;
  private int port;
  private String token;

  @BeforeEach
  void serve() {
    Lab.requirePrivateNetwork();
    Program.run("ip", "link", "set", "lo", "up");
    server =
        Program.start(
            fourwave("serve", "--web", "0", "--capture", capture().toString(), "--msl", "1s"));
    server.awaitOutput("look: http://127.0.0.1:").awaitOutput("ready: ");
    Matcher look = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/").matcher(server.output());
    assertTrue(look.find());
    port = Integer.parseInt(look.group(1));
    Matcher word = Pattern.compile("fourwave-token\" content=\"([^\"]+)\"").matcher(get("/"));
    assertTrue(word.find());
    token = word.group(1);
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
      Program.run("sh", "-c", "ip link delete tun0 2>/dev/null || true");
    }
  }

  private Path capture() {
    return directory.resolve("live.pcapng");
  }

  /** The jar that was packaged before this test, with sockets in a directory of its own. */
  private List<String> fourwave(String... arguments) {
    Path jar = Path.of(System.getProperty("basedir", ""), "target", "fourwave.jar");
    List<String> command = new ArrayList<>(List.of("env", "XDG_RUNTIME_DIR=" + directory));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private String get(String path) {
    return http("GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port, "");
  }

  private String drop(String form, String... headers) {
    String length = "Content-Length: " + form.length();
    return http("POST /drop HTTP/1.1", length + "\r\n" + String.join("\r\n", headers), form);
  }

  private String http(String request, String headers, String body) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String all = request + "\r\nConnection: close\r\n" + headers + "\r\n\r\n" + body;
      socket.getOutputStream().write(all.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String telnet(String input) {
    return Program.run("sh", "-c", "printf '" + input + "' | nc -N 192.0.2.2 23");
  }

  @Test
  void whatIsTypedInTelnetIsSeenInTheLadderAndTheTable() {
    telnet("hello\\n");

    String ladder = get("/ladder?seen=&peer=");
    String table = get("/connections");

    assertTrue(ladder.contains("SYN,ACK") && ladder.contains("SYN-RECEIVED"), ladder);
    assertTrue(ladder.contains("FIN in order: the peer has closed"), ladder);
    assertTrue(ladder.contains("ontent-security-policy: default-src 'none'"), ladder);
    assertTrue(table.startsWith("HTTP/1.1 200"), table);
    Matcher version =
        Pattern.compile("X-Version: (\\d+)", Pattern.CASE_INSENSITIVE).matcher(ladder);
    assertTrue(version.find());
  }

  @Test
  void aButtonLosesTheNextSegmentAndItComesAgain() {
    String answer =
        drop("from=stack&kind=data", "Host: 127.0.0.1:" + port, Guard.TOKEN_HEADER + ": " + token);
    assertTrue(answer.startsWith("HTTP/1.1 204"), answer);

    String said = telnet("hello\\n");

    assertTrue(said.contains("you said: hello"), said);
    String ladder = get("/ladder?seen=&peer=");
    assertTrue(ladder.contains("lost on purpose") && ladder.contains("class=\"cross\""), ladder);
    // By SACK, by a loss probe, or by the timer: it depends on what else there was to send.
    Pattern repaired = Pattern.compile("(found lost|not acknowledged in time): again|loss probe");
    assertTrue(repaired.matcher(ladder).find(), ladder);
  }

  @Test
  void pagesOfOthersCanNeitherPressButtonsNorRead() {
    String form = "from=stack&kind=FIN";
    String host = "Host: 127.0.0.1:" + port;
    String word = Guard.TOKEN_HEADER + ": " + token;

    assertTrue(drop(form, host).startsWith("HTTP/1.1 403"));
    assertTrue(drop(form, host, Guard.TOKEN_HEADER + ": guess").startsWith("HTTP/1.1 403"));
    assertTrue(drop(form, host, word, "Origin: http://evil.example").startsWith("HTTP/1.1 403"));
    assertTrue(drop(form, "Host: evil.example:" + port, word).startsWith("HTTP/1.1 403"));
    assertTrue(http("GET / HTTP/1.1", "Host: evil.example", "").startsWith("HTTP/1.1 403"));
    assertTrue(http("GET /drop?from=stack HTTP/1.1", host, "").startsWith("HTTP/1.1 405"));
    assertTrue(http("PUT / HTTP/1.1", host, "").startsWith("HTTP/1.1 405"));
    assertTrue(drop("from=moon&kind=FIN", host, word).startsWith("HTTP/1.1 409"));
    assertTrue(drop("from=%zz&kind", host, word).startsWith("HTTP/1.1 409"));
    assertTrue(get("/nowhere").startsWith("HTTP/1.1 404"));
    assertTrue(
        drop(form, host, word, "Origin: http://127.0.0.1:" + port).startsWith("HTTP/1.1 204"));
  }

  @Test
  void noMoreThanTwentySegmentsAreWaitedFor() {
    String host = "Host: 127.0.0.1:" + port;
    String word = Guard.TOKEN_HEADER + ": " + token;
    for (int i = 0; i < 20; i++) {
      assertTrue(drop("from=kernel&kind=FIN", host, word).startsWith("HTTP/1.1 204"));
    }

    assertTrue(drop("from=kernel&kind=FIN", host, word).contains("twenty are waited for already"));
    assertTrue(get("/connections").toLowerCase(Locale.ROOT).contains("x-pending-kernel: 20"));
  }

  @Test
  void ssAndCountersLookIntoTheStackAndOthersOfTheMachineDoNot() throws IOException {
    telnet("hello\\n");

    String ss = Program.run(fourwave("ss").toArray(String[]::new));
    String counters = Program.run(fourwave("counters", "--tun", "tun0").toArray(String[]::new));

    assertTrue(ss.lines().anyMatch(l -> l.matches("tcp +LISTEN .*\\*:23 +\\*:\\*")), ss);
    assertTrue(ss.lines().anyMatch(l -> l.matches("udp +UNCONN +0 +0 +\\*:7 +\\*:\\*")), ss);
    assertEquals(
        List.of("*:7", "*:9"), udpPorts(Program.run(fourwave("ss", "-u").toArray(String[]::new))));
    String tcp = Program.run(fourwave("ss", "--tcp").toArray(String[]::new));
    assertTrue(tcp.startsWith("State ") && !tcp.contains("UNCONN"), tcp);
    assertTrue(counters.lines().anyMatch(l -> l.matches("TcpPassiveOpens +1")), counters);
    assertFalse(counters.contains("TcpDropBadChecksum"), counters);
    Path socket = directory.resolve("fourwave/tun0.sock");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    Program wrong = Program.start(fourwave("ss", "--tun", "tun9"));
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.output().contains("no stack runs on tun9: there is one on tun0"));
    server.signal("TERM");
    assertEquals(0, server.exitCode(), server::output);
    assertFalse(Files.exists(socket));
  }

  private static List<String> udpPorts(String ss) {
    return ss.lines().skip(1).map(line -> line.split(" +")[3]).toList();
  }

  @Test
  void theCaptureHasAStatementOnEachPacketAndClassicToolsReadIt() throws IOException {
    telnet("hello\\n");
    Lab.await("the end of the connection", () -> comments(capture()).contains("FIN in order"));
    Path copy = Files.copy(capture(), directory.resolve("copy.pcapng")); // that grows no more

    List<String> comments = comments(copy).lines().toList();

    assertTrue(
        comments.get(0).startsWith("kernel sends, seemingly in SYN-SENT | stack receives"),
        comments::toString);
    comments.forEach(c -> assertTrue(c.contains("stack "), comments::toString));
    long packets =
        Program.run("tcpdump", "-n", "-r", copy.toString())
            .lines()
            .filter(line -> line.contains("Flags ["))
            .count();
    assertEquals(comments.size(), packets);
    Program ladder =
        Program.start(fourwave("ladder", copy.toString(), "-o", directory + "/out.html"));
    assertEquals(0, ladder.exitCode(), ladder::output);
  }

  private static String comments(Path capture) {
    return Program.run(
        "sh", "-c", "tshark -r " + capture + " -Y tcp -T fields -e frame.comment 2>/dev/null");
  }
}
