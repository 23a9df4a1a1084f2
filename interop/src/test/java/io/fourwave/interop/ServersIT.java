package io.fourwave.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers on the stack, as they are, answer the kernel's curl with what it has posted: 5 MB. */
class ServersIT {
  private static final String PORT = "8080";

  @TempDir private static Path directory;

  private static Path posted;

  /** The servers that speak HTTP. */
  enum Web {
    NETTY_4_2(NettyServer.class, OnTheStack.everything()),
    NETTY_4_1(NettyServer.class, OnTheStack.netty41()),
    JETTY(JettyServer.class, OnTheStack.everything()),
    TOMCAT(TomcatServer.class, OnTheStack.everything()),
    UNDERTOW(UndertowServer.class, OnTheStack.everything()),
    JDK(JdkServer.class, OnTheStack.everything());

    private final Class<?> main;
    private final String classPath;

    Web(Class<?> main, String classPath) {
      this.main = main;
      this.classPath = classPath;
    }
  }

  @BeforeAll
  static void fiveMegabytes() throws IOException {
    OnTheStack.requirePrivateNetwork();
    byte[] octets = new byte[5_000_000];
    new Random(7).nextBytes(octets);
    posted = Files.write(directory.resolve("posted"), octets);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void curlIsAnsweredWithWhatItPosts(Web web) throws IOException {
    try (Program server = OnTheStack.start(web.classPath, web.main, PORT)) {
      server.awaitOutput("listening");

      assertEquals(-1, Files.mismatch(posted, post("http://192.0.2.2:8080/")));
      assertEquals(-1, Files.mismatch(posted, post("http://[2001:db8::2]:8080/")));

      OnTheStack.stop(server);
    }
  }

  @Test
  void curlIsAnsweredInTls13() throws IOException {
    Path keys = directory.resolve("keys.p12");
    makeKeys(keys);
    try (Program server =
        OnTheStack.start(OnTheStack.everything(), JdkServer.class, PORT, keys.toString())) {
      server.awaitOutput("listening");

      Path answer = post("https://192.0.2.2:8080/", "--insecure", "--tlsv1.3");

      assertEquals(-1, Files.mismatch(posted, answer));
      OnTheStack.stop(server);
    }
  }

  private static void makeKeys(Path store) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> words = new ArrayList<>(List.of(keytool, "-genkeypair", "-keyalg", "EC"));
    words.addAll(List.of("-alias", "server", "-dname", "CN=192.0.2.2", "-storetype", "PKCS12"));
    words.addAll(List.of("-storepass", new String(JdkServer.PASSWORD)));
    words.addAll(List.of("-keystore", store.toString()));
    Program.run(words.toArray(String[]::new));
  }

  private static Path post(String url, String... options) {
    Path answer = directory.resolve("answer");
    List<String> curl = new ArrayList<>(List.of("curl", "-sS", "--fail", "--max-time", "30"));
    curl.addAll(List.of("--data-binary", "@" + posted, "-o", answer.toString()));
    curl.addAll(List.of("-H", "Content-Type: application/octet-stream"));
    curl.addAll(List.of(options));
    curl.add(url);
    Program.run(curl.toArray(String[]::new));
    return answer;
  }

  @Test
  void aGrpcClientOfTheKernelIsAnsweredWithWhatItSays() throws IOException {
    byte[] said = Files.readAllBytes(posted);
    try (Program server = OnTheStack.start(OnTheStack.everything(), GrpcServer.class, PORT)) {
      server.awaitOutput("listening");

      assertArrayEquals(said, GrpcClient.call(OnTheStack.STACK, Integer.parseInt(PORT), said));

      OnTheStack.stop(server);
    }
  }
}
