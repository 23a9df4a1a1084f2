package io.fourwave.sim;

import io.fourwave.PrintedPage;
import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.ip.IpObserver;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.trace.TraceLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The subject the project is named after, printed from the code: {@code docs/four-waves.txt}. */
class StoryTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("docs")
          .resolve("four-waves.txt");

  private final List<String> lines = new ArrayList<>();
  private final Network network = new Network(1);
  private final Host client =
      network.host(
          "client",
          HostSettings.defaults().withAddresses("192.0.2.1"),
          new TraceLog(this::tell, 0),
          IpObserver.NONE);
  private final Host server =
      network.host("server", HostSettings.defaults().withAddresses("192.0.2.2"));
  private final Cable cable =
      network.join("client", "server", WireSettings.PERFECT.withDelay(Duration.ofMillis(5)));

  /** Takes what is drawn by lot out of a line. */
  private void tell(String line) {
    lines.add(
        line.replaceAll("(seq|ack) \\d{4,}", "$1 …").replaceAll("TS val \\d+ ecr \\d+", "TS …"));
  }

  @Test
  void fourWavesAndTheFifthWhenTheLastAckIsLost() throws IOException {
    tell(
        "# A client says hello to an echo server and closes. Seen from the client; on the way to"
            + " the");
    tell("# server its last ACK is lost on purpose, so the server's FIN comes again.");
    tell("# Printed by StoryTest.");
    HostListener listener = server.listen(new InetSocketAddress(7), 5, TcpSettings.defaults());
    InetSocketAddress local = new InetSocketAddress("192.0.2.1", 40_000);
    InetSocketAddress remote = new InetSocketAddress("192.0.2.2", 7);
    HostSocket ours = client.connect(local, remote, TcpSettings.defaults());
    network.advance(Duration.ofMillis(100));
    HostSocket theirs = listener.accept();
    ours.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
    network.advance(Duration.ofMillis(10));
    ByteBuffer text = ByteBuffer.allocate(100);
    theirs.read(text);
    theirs.write(text.flip());
    network.advance(Duration.ofMillis(90));
    ours.read(text.clear());
    cable.there().drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    ours.close();
    network.advance(Duration.ofMillis(100));
    theirs.close();
    network.advance(Duration.ofMinutes(5));
    PrintedPage.check(PAGE, String.join("\n", lines) + "\n");
  }
}
