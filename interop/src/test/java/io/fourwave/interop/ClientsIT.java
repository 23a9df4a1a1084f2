package io.fourwave.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fourwave.examples.lab.Program;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients on the stack, as they are, fetch 5 MB from a server on the kernel's TCP. */
class ClientsIT {
  private static final byte[] CONTENT = new byte[5_000_000];

  private final List<String> clients = new CopyOnWriteArrayList<>();

  /** The clients that speak HTTP. */
  enum Web {
    NETTY_4_2(NettyClient.class, OnTheStack.everything()),
    NETTY_4_1(NettyClient.class, OnTheStack.netty41()),
    JETTY(JettyClient.class, OnTheStack.everything()),
    JDK(JdkClient.class, OnTheStack.everything());

    private final Class<?> main;
    private final String classPath;

    Web(Class<?> main, String classPath) {
      this.main = main;
      this.classPath = classPath;
    }
  }

  @BeforeAll
  static void fiveMegabytes() {
    OnTheStack.requirePrivateNetwork();
    new Random(8).nextBytes(CONTENT);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aClientFetchesFromTheKernel(Web web) throws IOException {
    HttpServer kernel = HttpServer.create(new InetSocketAddress(0), 0);
    kernel.createContext("/", this::answer);
    kernel.start();
    String url = "http://" + OnTheStack.KERNEL + ":" + kernel.getAddress().getPort() + "/";
    try (Program client = OnTheStack.start(web.classPath, web.main, url)) {
      client.awaitOutput(Digest.of(CONTENT));
      assertEquals(0, client.exitCode(), client::output);
    } finally {
      kernel.stop(0);
    }
    assertEquals(List.of(OnTheStack.STACK), clients);
  }

  private void answer(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress().getAddress().getHostAddress());
    exchange.sendResponseHeaders(200, CONTENT.length);
    exchange.getResponseBody().write(CONTENT);
    exchange.close();
  }

  @Test
  void aGrpcClientIsAnsweredByTheKernelWithWhatItSays(@TempDir Path directory) throws IOException {
    Path said = Files.write(directory.resolve("said"), CONTENT);
    Server kernel = GrpcServer.start(0);
    String port = String.valueOf(kernel.getPort());
    try (Program client =
        OnTheStack.start(
            OnTheStack.everything(), GrpcClient.class, OnTheStack.KERNEL, port, said.toString())) {
      client.awaitOutput(Digest.of(CONTENT));
      assertEquals(0, client.exitCode(), client::output);
    } finally {
      kernel.shutdownNow();
    }
  }
}
