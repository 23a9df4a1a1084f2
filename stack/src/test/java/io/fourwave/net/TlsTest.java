package io.fourwave.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS of the JDK, layered on sockets of the JDK and on ours, in both roles. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest extends Contract {
  private static final String NAME = "server.example";
  private static final String PASSWORD = "no secret";

  @TempDir private static Path directory;
  private static SSLContext tls;

  TlsTest(World.Make make) {
    super(make);
  }

  @BeforeAll
  static void makeAKey() throws Exception {
    Path file = directory.resolve("keys.p12");
    if (!Files.exists(file)) {
      keytool(file);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    tls = SSLContext.getInstance("TLSv1.3");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  private static void keytool(Path file) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String arguments =
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN="
            + NAME
            + " -ext san=dns:"
            + NAME
            + " -storetype PKCS12";
    ProcessBuilder builder = new ProcessBuilder(tool.toString());
    builder.command().addAll(java.util.List.of(arguments.split(" ")));
    builder.command().addAll(java.util.List.of("-keystore", file.toString()));
    builder.command().addAll(java.util.List.of("-storepass", PASSWORD));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, said);
  }

  private SSLSocket layered(Socket socket, boolean client) throws IOException {
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, NAME, socket.getPort(), true);
    secure.setUseClientMode(client);
    if (client) {
      var parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name has to be right
      secure.setSSLParameters(parameters);
    }
    return closeLater(secure);
  }

  @Test
  void aMegabyteComesBackOverTls13() throws Exception {
    Ends s = connect();
    var server =
        Call.onPlatformThread(
            () -> {
              SSLSocket theirs = layered(s.theirs(), false);
              theirs.getInputStream().transferTo(theirs.getOutputStream());
              theirs.close();
              return theirs.getSession().getProtocol();
            });
    SSLSocket ours = layered(s.ours(), true);
    ours.startHandshake();
    assertEquals("TLSv1.3", ours.getSession().getProtocol());
    byte[] text = new byte[1_000_000];
    new SplittableRandom(2).nextBytes(text);
    var writer =
        Call.onPlatformThread(
            () -> {
              ours.getOutputStream().write(text);
              ours.shutdownOutput(); // TLS 1.3 closes by halves as well
              return true;
            });
    assertArrayEquals(text, ours.getInputStream().readAllBytes());
    assertTrue(writer.result());
    assertEquals("TLSv1.3", server.result());
    ours.close();
    assertTrue(s.ours().isClosed());
  }

  @Test
  void aHandshakeThatIsNotAnsweredEndsWhenItsTimeIsOver() throws Exception {
    Socket socket = socket();
    socket.connect(new InetSocketAddress(world.there(), listening().getLocalPort()));
    socket.setSoTimeout(100);
    SSLSocket ours = layered(socket, true);
    assertFails(
        java.net.SocketTimeoutException.class, "Read timed out", () -> ours.startHandshake());
  }
}
