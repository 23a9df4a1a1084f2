package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngWriterTest {
  private static final long EPOCH = 1_700_000_000_123_456_789L;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    file = directory.resolve("capture.pcapng");
    try (PcapngWriter writer = PcapngWriter.open(file, "tun7")) {
      writer.packet(Packets.v4(Packets.SYN, 100, 0), Direction.IN, EPOCH);
      writer.packet(Packets.v6(Packets.ACK, 200, 3), Direction.OUT, EPOCH + 1, "why: täglich");
      Packet partial = Packets.partial(Packets.v4(Packets.FIN | Packets.ACK, 300, 5));
      writer.packet(partial, Direction.OUT, EPOCH + 2);
    }
  }

  @Test
  void everyFieldOfEveryBlockIsAsTheFormatHasIt() throws IOException {
    List<PcapngReader.Entry> entries = PcapngReader.read(Files.readAllBytes(file));
    assertEquals(3, entries.size());
    assertNull(entries.get(0).comment());
    assertEquals("why: täglich", entries.get(1).comment());
    assertEquals(EPOCH + 1, entries.get(1).epochNanos());
  }

  @Test
  void openingAFileAgainBeginsItAnew() throws IOException {
    PcapngWriter.open(file, "tun7").close();
    assertEquals(List.of(), PcapngReader.read(Files.readAllBytes(file)));
  }

  @Test
  void aCommentIsCutWhenItIsTooLong() throws IOException {
    try (PcapngWriter writer = PcapngWriter.open(file, "tun7")) {
      writer.packet(Packets.numbered(1), Direction.IN, EPOCH, "x".repeat(100_000));
    }
    assertEquals("x".repeat(4096), PcapngReader.read(Files.readAllBytes(file)).get(0).comment());
  }

  @Test
  void tcpdumpReadsIt() throws Exception {
    List<String> lines = run("tcpdump", "-n", "-v", "-tt", "--nano", "-r", file.toString());
    String text = String.join("\n", lines);
    assertTrue(text.contains("1700000000.123456789 IP "), text);
    assertTrue(text.contains("192.0.2.1.40000 > 192.0.2.2.7: Flags [S]"), text);
    assertTrue(text.contains("2001:db8::1.40000 > 2001:db8::2.7: Flags [.]"), text);
    assertEquals(3, text.split("\\(correct\\)", -1).length - 1, "checksums: " + text);
  }

  @Test
  void tsharkSeesDirectionsCommentsAndChecksums() throws Exception {
    List<String> lines =
        run(
            "tshark",
            "-n",
            "-r",
            file.toString(),
            "-o",
            "tcp.check_checksum:TRUE",
            "-T",
            "fields",
            "-e",
            "frame.interface_name",
            "-e",
            "frame.packet_flags_direction",
            "-e",
            "tcp.checksum.status",
            "-e",
            "frame.comment");
    assertEquals("tun7|0x00000001|1|", lines.get(0).replace('\t', '|'));
    assertEquals("tun7|0x00000002|1|why: täglich", lines.get(1).replace('\t', '|'));
    assertEquals("tun7|0x00000002|1|", lines.get(2).replace('\t', '|'));
  }

  /** Runs a tool of the system's, if there is one, and returns what it prints. */
  private static List<String> run(String... command) throws Exception {
    List<String> inPath =
        List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/usr/sbin").split(":"));
    assumeTrue(
        inPath.stream().anyMatch(d -> Files.isExecutable(Path.of(d, command[0]))),
        command[0] + " is not installed");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    List<String> lines = new ArrayList<>();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    }
    assertEquals(0, process.waitFor(), String.join(" ", command));
    return lines;
  }
}
