package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernel with and without timestamps, SACK and window scaling: both ways, opened by either
 * side, by digest, with both families; and curl both ways.
 */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class KernelWithoutOptionsIT {
  private static final long OCTETS = 5_000_000;
  private static final int PORT = 5011;

  private static Lab lab;

  /** Each task waits for another: from Java 25 on the common pool may have a single thread. */
  private static final Executor THREADS = task -> new Thread(task).start();

  @BeforeAll
  static void open() throws IOException {
    lab = Lab.open();
  }

  @AfterAll
  static void close() {
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void restore() {
    kernel(true, true, true);
  }

  private static void kernel(boolean timestamps, boolean sack, boolean scaling) {
    Program.run(
        "sysctl",
        "-qw",
        "net.ipv4.tcp_timestamps=" + (timestamps ? 1 : 0),
        "net.ipv4.tcp_sack=" + (sack ? 1 : 0),
        "net.ipv4.tcp_window_scaling=" + (scaling ? 1 : 0));
  }

  static List<Arguments> matrix() {
    List<Arguments> all = new ArrayList<>();
    for (boolean v4 : new boolean[] {true, false}) {
      for (int bits = 0; bits < 8; bits++) {
        all.add(Arguments.of(v4, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
      }
    }
    return all;
  }

  @ParameterizedTest(name = "IPv4 {0}, timestamps {1}, SACK {2}, window scaling {3}")
  @MethodSource("matrix")
  @Tag("RFC7323")
  @Tag("RFC2018")
  void whatIsSentArrivesWhateverTheKernelGoesWithout(
      boolean v4, boolean timestamps, boolean sack, boolean scaling) throws Exception {
    kernel(timestamps, sack, scaling);
    String host = v4 ? Lab.STACK_V4 : Lab.STACK_V6;
    try (TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(host, PORT);
        TcpSocket stack = listener.accept(Duration.ofSeconds(30))) {
      transferBothWays(kernel, stack);
      assertAgreed(stack, timestamps, sack, scaling);
    }
    InetAddress far = InetAddress.getByName(v4 ? Lab.KERNEL_V4 : Lab.KERNEL_V6);
    try (ServerSocket listener = new ServerSocket(PORT, 5, far);
        TcpSocket stack = connect(new InetSocketAddress(far, PORT));
        Socket kernel = listener.accept()) {
      kernel.setSoTimeout(60_000);
      transferBothWays(kernel, stack);
      assertAgreed(stack, timestamps, sack, scaling);
    }
    curlBothWays(v4 ? host : "[" + host + "]");
  }

  private static TcpSocket connect(InetSocketAddress far) throws IOException {
    return lab.stack().connect(null, far, lab.stack().settings(), Duration.ofSeconds(30));
  }

  private static void assertAgreed(
      TcpSocket stack, boolean timestamps, boolean sack, boolean scaling) throws IOException {
    String options = stack.status().options();
    assertEquals(timestamps, options.contains("timestamps"), options);
    assertEquals(sack, options.contains("sack"), options);
    assertEquals(scaling, options.contains("wscale"), options);
  }

  private static void transferBothWays(Socket kernel, TcpSocket stack) throws Exception {
    CompletableFuture<String> stackSent = CompletableFuture.supplyAsync(() -> pour(stack), THREADS);
    CompletableFuture<String> kernelGot =
        CompletableFuture.supplyAsync(() -> drain(kernel), THREADS);
    CompletableFuture<String> stackGot = CompletableFuture.supplyAsync(() -> drain(stack), THREADS);
    String kernelSent = Kernel.pour(kernel.getOutputStream(), OCTETS, 21);
    kernel.shutdownOutput();
    assertEquals(kernelSent, stackGot.get(100, TimeUnit.SECONDS), "kernel to stack");
    assertEquals(stackSent.get(100, TimeUnit.SECONDS), kernelGot.get(), "stack to kernel");
  }

  private static String pour(TcpSocket stack) {
    try {
      String digest = Kernel.pour(stack.outputStream(), OCTETS, 22);
      stack.shutdownOutput();
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String drain(Socket kernel) {
    try {
      return Kernel.drain(kernel.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String drain(TcpSocket stack) {
    try {
      return Kernel.drain(stack.inputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is downloaded is uploaded again, and has the digest that the stack reports. */
  private static void curlBothWays(String host) {
    String back =
        Program.run(
            "sh",
            "-c",
            "f=$(mktemp) && curl -sSgf --max-time 60 -o $f 'http://HOST/download?bytes=5000000'"
                    .replace("HOST", host)
                + " && sha256sum <$f && curl -sSgf --max-time 60 --data-binary @$f"
                + " http://HOST/upload".replace("HOST", host)
                + "; rm $f");
    String digest = back.split(" ")[0];
    assertTrue(back.lastIndexOf(digest) > 0, back);
    assertTrue(back.contains("5000000"), back);
  }
}
