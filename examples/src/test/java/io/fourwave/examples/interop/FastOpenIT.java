package io.fourwave.examples.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP Fast Open between the kernel and the stack, each in both roles (RFC 7413). */
@Tag("RFC7413")
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class FastOpenIT {
  private static final int PORT = 5012;

  /** Client, server, and every listener without its asking. */
  private static final String KERNEL_DOES_ALL = "net.ipv4.tcp_fastopen=1027";

  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = Lab.plan().tcp(fast()).open();
    Program.run("sysctl", "-qw", KERNEL_DOES_ALL);
  }

  @AfterEach
  void close() {
    if (lab != null) {
      Program.run("sysctl", "-qw", "net.ipv4.tcp_fastopen=1");
      lab.close();
    }
  }

  private static TcpSettings fast() {
    TcpSettings settings = TcpSettings.defaults();
    return settings.with(settings.options().withFastOpen(true));
  }

  private long counted(String name) throws IOException {
    return lab.stack().counters().getOrDefault(name, 0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "[2001:db8::2]"})
  void curlsSecondRequestComesWithItsSyn(String host) throws IOException {
    String url = "http://" + host + "/download?bytes=1000";
    String[] curl = {"curl", "-sSgf", "--tcp-fastopen", "--max-time", "25", url};
    assertEquals(1000, Program.run(curl).length());
    assertEquals(1, counted("TcpExtTCPFastOpenCookieReqd"));
    assertEquals(0, counted("TcpExtTCPFastOpenPassive"));
    for (int i = 1; i <= 3; i++) {
      assertEquals(1000, Program.run(curl).length());
      assertEquals(i, counted("TcpExtTCPFastOpenPassive"));
    }
    assertEquals(1, counted("TcpExtTCPFastOpenCookieReqd"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void theKernelTakesTheTextOfOurSecondSyn(String address) throws IOException {
    InetAddress kernel = InetAddress.getByName(address);
    long before = kernelCounted("TCPFastOpenPassive");
    try (ServerSocket listener = new ServerSocket(PORT, 5, kernel)) {
      assertEquals("first", said(listener, kernel, "first"));
      assertEquals(0, counted("TcpExtTCPFastOpenActive"), "it has asked for a cookie");
      assertEquals("second", said(listener, kernel, "second"));
      assertEquals("third", said(listener, kernel, "third"));
    }
    assertEquals(2, counted("TcpExtTCPFastOpenActive"));
    assertEquals(0, counted("TcpExtTCPFastOpenActiveFail"));
    assertEquals(0, counted("TcpRetransSegs"));
    assertEquals(before + 2, kernelCounted("TCPFastOpenPassive"));
  }

  /** A counter of the kernel's: names stand in one line, numbers in the next. */
  private static long kernelCounted(String name) {
    List<String> lines =
        Program.run("cat", "/proc/net/netstat")
            .lines()
            .filter(l -> l.startsWith("TcpExt"))
            .toList();
    int at = List.of(lines.get(0).split(" ")).indexOf(name);
    return Long.parseLong(lines.get(1).split(" ")[at]);
  }

  private String said(ServerSocket listener, InetAddress kernel, String text) throws IOException {
    InetSocketAddress remote = new InetSocketAddress(kernel, PORT);
    ByteBuffer first = ByteBuffer.wrap(text.getBytes(US_ASCII));
    try (TcpSocket ours = lab.stack().connect(null, remote, fast(), Duration.ofSeconds(20), first);
        Socket theirs = listener.accept()) {
      assertEquals(0, first.remaining());
      ours.shutdownOutput();
      theirs.setSoTimeout(20_000);
      return new String(theirs.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
