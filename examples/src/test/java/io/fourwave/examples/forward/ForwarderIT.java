package io.fourwave.examples.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernel clients in one network reach kernel servers in another, through the stack. */
class ForwarderIT {
  private static final int COULD_NOT_CONNECT = 7; // curl's exit codes
  private static final int TIMED_OUT = 28;

  private FarHosts far;

  @TempDir private Path directory;

  @BeforeEach
  void open() throws IOException {
    far = FarHosts.open(Upstream.DIRECT);
  }

  @AfterEach
  void close() {
    if (far != null) {
      far.close();
    }
  }

  private static String url(String address) {
    return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":8080/";
  }

  private static Program curl(String address, String... options) {
    List<String> words = new java.util.ArrayList<>(List.of("curl", "-sS", "-g"));
    words.addAll(List.of(options));
    words.add(url(address));
    return FarHosts.client(words.toArray(String[]::new));
  }

  /** A server that answers every connection with the same file. */
  private void serveFile(Path body) throws IOException {
    Path answer = directory.resolve("answer");
    try (var out = Files.newOutputStream(answer)) {
      String head = "HTTP/1.0 200 OK\r\nContent-Length: " + Files.size(body) + "\r\n\r\n";
      out.write(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      Files.copy(body, out);
    }
    far.serve(
        8080,
        "socat",
        "TCP6-LISTEN:8080,ipv6only=0,fork,reuseaddr",
        "SYSTEM:read line; cat " + answer + "; cat >/dev/null");
  }

  @ParameterizedTest
  @ValueSource(strings = {FarHosts.SERVER_V4, FarHosts.SERVER_V6})
  void curlGetsAPageThroughTheStack(String address) throws IOException {
    Path body = directory.resolve("body");
    Files.writeString(body, "far away");
    serveFile(body);

    Program curl = curl(address);

    assertEquals(0, curl.exitCode(), curl::output);
    assertEquals("far away", curl.output());
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
    Lab.await("the forwarder to be done", () -> far.forwarder().connections() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {FarHosts.SERVER_V4, FarHosts.SERVER_V6})
  void twentyMegabytesArriveOctetForOctet(String address) throws IOException {
    Path body = directory.resolve("body");
    byte[] octets = new byte[20_000_000];
    new java.util.Random(9).nextBytes(octets);
    Files.write(body, octets);
    serveFile(body);

    Path copy = directory.resolve("copy");
    Program curl = curl(address, "-o", copy.toString());

    assertEquals(0, curl.exitCode(), curl::output);
    assertEquals(-1, Files.mismatch(body, copy));
  }

  @ParameterizedTest
  @ValueSource(strings = {FarHosts.SERVER_V4, FarHosts.SERVER_V6})
  void aPortThatIsClosedThereIsClosedHereAfterOneRoundTrip(String address) {
    try (ClientCapture capture = ClientCapture.begin()) {
      Program curl = curl(address);

      assertEquals(COULD_NOT_CONNECT, curl.exitCode(), curl::output);
      assertEquals(List.of("S", "R."), capture.flags());
    }
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {FarHosts.UNREACHABLE_V4, FarHosts.UNREACHABLE_V6})
  void whatIsUnreachableThereIsUnreachableHere(String address) {
    try (ClientCapture capture = ClientCapture.begin()) {
      Program nc = FarHosts.client("nc", "-v", address, "8080");

      assertEquals(1, nc.exitCode(), nc::output);
      assertTrue(nc.output().contains("No route to host"), nc::output);
      List<String> flags =
          capture.flags(); // over a veth the kernel may need a second SYN to see it
      assertEquals("unreachable", flags.remove(flags.size() - 1), flags::toString);
      assertTrue(flags.stream().allMatch("S"::equals), flags::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FarHosts.SILENT_V4, FarHosts.SILENT_V6})
  void whatIsSilentThereIsSilentHere(String address) {
    try (ClientCapture capture = ClientCapture.begin()) {
      Program curl = curl(address, "--connect-timeout", "4");

      assertEquals(TIMED_OUT, curl.exitCode(), curl::output);
      List<String> flags = capture.flags();
      assertTrue(flags.size() >= 2, flags::toString);
      assertTrue(flags.stream().allMatch("S"::equals), flags::toString);
    }
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
    Lab.await("no attempt to be left", () -> far.forwarder().connections() == 0);
  }

  /** The server answers only when it knows that there is no more to come. */
  @ParameterizedTest
  @ValueSource(strings = {FarHosts.SERVER_V4, FarHosts.SERVER_V6})
  void aHalfClosePassesThrough(String address) {
    far.serve(9, "socat", "TCP6-LISTEN:9,ipv6only=0,fork", "SYSTEM:wc -c");
    Program nc = FarHosts.client("nc", "-N", address, "9");

    nc.type("x".repeat(100_000)).closeInput();

    assertEquals(0, nc.exitCode(), nc::output);
    assertEquals("100000", nc.output().strip());
  }

  /** Here the server has said all it has to say, and goes on listening. */
  @Test
  void aHalfCloseFromTheServerPassesThroughToo() {
    Path heard = directory.resolve("heard");
    far.serve(
        9,
        "socat",
        "TCP6-LISTEN:9,ipv6only=0,shut-down",
        "SYSTEM:echo hello; exec >&-; cat > " + heard);
    Program socat = FarHosts.client("socat", "-t", "20", "TCP:" + FarHosts.SERVER_V4 + ":9", "-");
    socat.awaitOutput("hello");

    socat.type("and so on\n").closeInput();

    socat.exitCode();
    Lab.await("it to be heard", () -> Files.exists(heard) && hasText(heard, "and so on\n"));
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
  }

  private static boolean hasText(Path file, String text) {
    try {
      return Files.readString(file).equals(text);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aThousandConnectionsAtOnceLeaveNothingBehind() {
    far.serve(7, FarHosts.java(EchoServer.class, "7").toArray(String[]::new));
    run(10); // what is loaded and allocated once
    int threads = Thread.activeCount();
    int files = openFiles();

    run(1_000);

    Lab.await("threads to end", () -> Thread.activeCount() <= threads);
    Lab.await("the kernel's sockets to be closed", () -> openFiles() <= files);
    assertEquals("", Program.run("ss", "-Hnt", "state", "established").strip());
  }

  /** All are open at once before the first is closed. */
  private void run(int connections) {
    String[] arguments = {String.valueOf(connections), "7", FarHosts.SERVER_V4, FarHosts.SERVER_V6};
    try (Program clients =
        FarHosts.client(FarHosts.java(ManyClients.class, arguments).toArray(String[]::new))) {
      clients.awaitOutput("all open").awaitOutput("all echoed");
      assertEquals(0, clients.exitCode(), clients::output);
    }
    Lab.await("all connections to be gone", () -> far.connections().isEmpty());
    Lab.await("the forwarder to be done", () -> far.forwarder().connections() == 0);
  }

  private static int openFiles() {
    return new File("/proc/self/fd").list().length;
  }

  @Test
  void aClientThatResetsHasItsServerReset() {
    far.serve(9, "socat", "-d", "TCP6-LISTEN:9,ipv6only=0", "EXEC:cat");
    Program socat = FarHosts.client("socat", "TCP:" + FarHosts.SERVER_V4 + ":9,linger=0", "-");
    socat.type("hello\n").awaitOutput("hello");

    socat.signal("TERM");

    Lab.await("the server's end to be gone", () -> far.forwarder().connections() == 0);
    String[] sockets = {"ip", "netns", "exec", "far", "ss", "-Hnta", "sport", "= 9"};
    Lab.await("the server's socket to be gone", () -> Program.run(sockets).isBlank());
  }

  @Test
  void aServerThatResetsHasItsClientReset() {
    far.serve(9, FarHosts.java(EchoServer.class, "9").toArray(String[]::new));
    Program socat = FarHosts.client("socat", "TCP:" + FarHosts.SERVER_V4 + ":9", "-");
    socat.type("hello\n").awaitOutput("hello");

    try (ClientCapture capture = ClientCapture.begin()) {
      socat.type("Reset me\n");
      socat.exitCode();
      List<String> flags = capture.flags();
      assertEquals("R.", flags.get(flags.size() - 1), flags::toString);
      assertFalse(flags.stream().anyMatch(f -> f.contains("F")), flags::toString);
    }
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
  }

  @Test
  void stoppingRefusesWhoWaitsAndResetsWhatIsOpen() {
    far.serve(9, "socat", "TCP6-LISTEN:9,ipv6only=0", "EXEC:cat");
    Program open = FarHosts.client("socat", "TCP:" + FarHosts.SERVER_V4 + ":9", "-");
    open.type("hello\n").awaitOutput("hello");
    Program waiting = FarHosts.client("nc", "-v", FarHosts.SILENT_V4, "8080");
    Lab.await("both to be here", () -> far.forwarder().connections() == 2);

    try (ClientCapture capture = ClientCapture.begin()) {
      far.forwarder().close();
      open.exitCode();
      waiting.awaitOutput("refused");
      List<String> flags = capture.flags();
      flags.removeIf("S"::equals); // who waits may have knocked again
      assertEquals(List.of("R.", "R."), flags);
    }
    Lab.await("nothing to be left", () -> far.connections().isEmpty());
    assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(this::isForwarder));
  }

  private boolean isForwarder(Thread thread) {
    return thread.getName().equals("forwarder");
  }
}
