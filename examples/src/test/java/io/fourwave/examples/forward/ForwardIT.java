package io.fourwave.examples.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fourwave forward} and {@code fourwave fetch} as processes of their own. */
class ForwardIT {
  private static final String TARGET_V4 = "198.51.100.7";
  private static final String TARGET_V6 = "2001:db8:99::7";

  private final List<Program> started = new ArrayList<>();
  private ServerSocket http;

  @BeforeEach
  void privateNetwork() throws IOException {
    Lab.requirePrivateNetwork();
    http = new ServerSocket(0, 50, InetAddress.getByName("::"));
    Thread thread = new Thread(this::serve, "http");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void end() throws IOException {
    started.forEach(Program::close);
    if (http != null) {
      http.close();
    }
    Program.run("sh", "-c", "ip link delete tun0 2>/dev/null || true");
  }

  /** The kernel's server: says what it was asked for. */
  private void serve() {
    try {
      for (; ; ) {
        try (Socket socket = http.accept()) {
          answer(socket);
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void answer(Socket socket) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        return; // whoever asked has gone
      }
      request.append((char) octet);
    }
    String path = request.toString().split(" ")[1];
    String status = path.equals("/missing") ? "404 Not Found" : "200 OK";
    String answer = "HTTP/1.0 " + status + "\r\n\r\nyou asked for " + path + "\n";
    try (OutputStream out = socket.getOutputStream()) {
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private Program fourwave(String... arguments) {
    return fourwave(Map.of(), arguments);
  }

  private Program fourwave(Map<String, String> environment, String... arguments) {
    Path jar = Path.of(System.getProperty("basedir", ""), "target", "fourwave.jar");
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of(arguments));
    Program program = Program.start(command);
    started.add(program);
    return program;
  }

  /** This machine's clients go through the device; the proxy is on the loopback, and does not. */
  private static void routeTargets() {
    Program.run("ip", "route", "add", "198.51.100.0/24", "dev", "tun0");
    Program.run("ip", "route", "add", "2001:db8:99::/64", "dev", "tun0");
  }

  private Program curl(String address) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return Program.start("curl", "-sS", "-g", "http://" + host + ":" + http.getLocalPort() + "/");
  }

  @ParameterizedTest
  @CsvSource({TARGET_V4 + ", ", TARGET_V6 + ", ", TARGET_V4 + ", me:secret"})
  void aSocksProxyConnectsWhatTheStackForwards(String target, String login) throws Exception {
    try (SocksProxy proxy = new SocksProxy(login, InetAddress.getLoopbackAddress())) {
      Program forward = startWith(proxy, login);
      Program curl = curl(target);

      assertEquals(0, curl.exitCode(), () -> curl.output() + forward.output());
      assertEquals("you asked for /\n", curl.output());
      assertEquals(List.of(InetAddress.getByName(target)), List.copyOf(proxy.targets));

      forward.signal("TERM");
      assertEquals(0, forward.exitCode(), forward::output);
    }
  }

  private Program startWith(SocksProxy proxy, String login) {
    List<String> words = new ArrayList<>(List.of("forward", "--socks"));
    words.add("127.0.0.1:" + proxy.address().getPort());
    Map<String, String> environment = Map.of();
    if (login != null) {
      words.addAll(List.of("--socks-user", login.split(":")[0]));
      environment = Map.of("FOURWAVE_SOCKS_PASSWORD", login.split(":")[1]);
    }
    Program forward = fourwave(environment, words.toArray(String[]::new));
    forward.awaitOutput("ready: ").awaitOutput("ip route add 198.51.100.0/24 dev tun0");
    routeTargets();
    return forward;
  }

  @Test
  void whatTheProxyCannotHaveIsAnsweredAccordingly() throws Exception {
    try (SocksProxy proxy = new SocksProxy(null, InetAddress.getLoopbackAddress())) {
      startWith(proxy, null);
      Program.start("nc", "-v", TARGET_V4, "1").awaitOutput("refused");
      proxy.close();
      Program.start("nc", "-v", TARGET_V4, "1").awaitOutput("No route to host");
    }
  }

  @Test
  void aProxyThatDoesNotTakeThePasswordIsNoWay() throws Exception {
    try (SocksProxy proxy = new SocksProxy("me:secret", InetAddress.getLoopbackAddress())) {
      startWith(proxy, "me:wrong");
      Program.start("nc", "-v", TARGET_V4, "80").awaitOutput("No route to host");
    }
  }

  @Test
  void anOwnConnectionThatComesBackIsReportedAndEnded() {
    Program forward = fourwave("forward");
    forward.awaitOutput("ready: ");
    routeTargets();

    Program.start("nc", "-v", TARGET_V4, "80").awaitOutput("No route to host");

    forward.awaitOutput("is our own: see 'forward --help' on routes");
  }

  @Test
  void anMtuThatIsTooSmallForBothFamiliesIsRefused() {
    Program.run("ip", "tuntap", "add", "tun0", "mode", "tun");
    Program.run("ip", "link", "set", "tun0", "mtu", "1000", "up");
    Program.run("ip", "address", "add", "192.0.2.1/24", "dev", "tun0");
    String options = "forward --address 192.0.2.2 --peer 192.0.2.1/24";
    refuses(fourwave(options.split(" ")), "an MTU has to be from 1280 to 65535, not 1000");
  }

  @Test
  void fetchPrintsWhatAKernelServerSends() {
    for (String host : List.of("192.0.2.1", "[2001:db8::1]")) {
      Program fetch = fourwave("fetch", "http://" + host + ":" + http.getLocalPort() + "/a?b=c");

      assertEquals(0, fetch.exitCode(), fetch::output);
      assertEquals("you asked for /a?b=c\n", fetch.output());
    }
  }

  @Test
  void fetchSaysWhatIsWrongInOneSentence() {
    String server = "http://192.0.2.1:" + http.getLocalPort();
    refuses(fourwave("fetch", "http://192.0.2.1:1/"), "connection refused: 192.0.2.2:");
    refuses(fourwave("fetch", "http://192.0.2.2/"), "cannot connect to 192.0.2.2 port 80");
    Program missing = fourwave("fetch", server + "/missing");
    assertEquals(2, missing.exitCode(), missing::output);
    assertTrue(missing.output().contains("you asked for /missing\n"), missing::output);
    assertTrue(missing.output().contains("the server answers: 404 Not Found"), missing::output);
  }

  private static void refuses(Program program, String sentence) {
    assertEquals(2, program.exitCode(), program::output);
    assertTrue(program.output().contains(sentence), program::output);
    assertEquals(1, program.output().lines().count(), program::output);
  }
}
