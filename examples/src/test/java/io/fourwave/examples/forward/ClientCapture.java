package io.fourwave.examples.forward;

import io.fourwave.examples.lab.Capture;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a client's kernel sees on its end of the device. */
final class ClientCapture implements AutoCloseable {
  private static final Pattern FLAGS = Pattern.compile("Flags \\[([^]]*)]");

  private final Path file;
  private final Program tcpdump;

  private ClientCapture(Path file, Program tcpdump) {
    this.file = file;
    this.tcpdump = tcpdump;
  }

  /** Begins; it has begun when this returns. */
  static ClientCapture begin() {
    try {
      Path file = Files.createTempFile("fourwave", ".pcap");
      Program tcpdump =
          FarHosts.client(("tcpdump --immediate-mode -Z root -i tun0 -n -U -w " + file).split(" "));
      tcpdump.awaitOutput("listening on");
      return new ClientCapture(file, tcpdump);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it: the flags of each segment, and "unreachable" for an ICMP error of that kind. */
  List<String> flags() {
    Capture.end(tcpdump);
    return Program.run("tcpdump", "-n", "-r", file.toString())
        .lines()
        .filter(line -> line.contains("Flags [") || line.contains("unreachable"))
        .map(ClientCapture::flags)
        .collect(Collectors.toList());
  }

  private static String flags(String line) {
    Matcher matcher = FLAGS.matcher(line);
    return matcher.find() ? matcher.group(1) : "unreachable";
  }

  @Override
  public void close() {
    tcpdump.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
