package io.fourwave.examples.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.ladder.CapturedPacket.Way;
import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.link.PcapngWriter;
import io.fourwave.trace.PacketComments;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureReaderTest {
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  @TempDir private Path directory;

  static List<String> experiments() {
    return Recordings.names();
  }

  private Path file(byte[] octets) throws IOException {
    return Files.write(directory.resolve("capture"), octets);
  }

  private Path commented(Recording recording) throws IOException {
    Path file = directory.resolve("capture.pcapng");
    PacketComments comments = new PacketComments(recording);
    Packet packet = new Packet();
    try (PcapngWriter writer = PcapngWriter.open(file, "test")) {
      for (Sent sent : recording.events(Sent.class)) {
        packet.set(recording.segment(sent.segment()).packet().duplicate());
        Direction way = sent.end() == 0 ? Direction.OUT : Direction.IN;
        writer.packet(packet, way, EPOCH + sent.at(), comments.of(sent.segment()).text());
      }
    }
    return file;
  }

  @Test
  void packetsComeBackWithTimeDirectionAndComment() throws IOException {
    Recording recording = Recordings.of("handshake");
    List<CapturedPacket> packets = CaptureReader.read(commented(recording));

    Sent first = recording.events(Sent.class).get(0);
    assertEquals(recording.events(Sent.class).size(), packets.size());
    assertEquals(EPOCH + first.at(), packets.get(0).epochNanos());
    assertEquals(first.end() == 0 ? Way.OUT : Way.IN, packets.get(0).way());
    assertEquals(recording.segment(first.segment()).packet(), packets.get(0).octets());
    assertTrue(packets.get(0).comment().startsWith("client sends in SYN-SENT"));
  }

  /** Stray segments are not sent, so this way of writing leaves them out. */
  @ParameterizedTest
  @MethodSource("experiments")
  void statesRulesAndArrivalsSurviveTheWayThroughAFile(String experiment) throws IOException {
    Recording before = Recordings.of(experiment);
    Recording after = CapturedRecording.of(commented(before));
    List<Integer> sent = before.events(Sent.class).stream().map(Sent::segment).toList();

    assertEqualLists(
        before.events(Sent.class).stream().map(e -> e.end() + " " + e.state() + e.rule()).toList(),
        after.events(Sent.class).stream().map(e -> e.end() + " " + e.state() + e.rule()).toList());
    assertEqualLists(
        before.events(Arrived.class).stream()
            .filter(e -> sent.contains(e.segment()))
            .map(CaptureReaderTest::text)
            .sorted()
            .toList(),
        after.events(Arrived.class).stream().map(CaptureReaderTest::text).sorted().toList());
    for (int end = 0; end < 2; end++) { // an end may have several addresses
      assertEquals(before.ends().get(end).name(), after.ends().get(end).name());
      assertEquals(before.ends().get(end).inside(), after.ends().get(end).inside());
    }
  }

  /** Compares one by one: some lists have thousands, which no message should have. */
  private static void assertEqualLists(List<String> expected, List<String> found) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), "number " + i);
    }
    assertEquals(expected.size(), found.size());
  }

  /** Without the time, which a comment rounds. */
  private static String text(Arrived e) {
    return e.end() + " " + e.before() + e.after() + e.rule() + e.dropped();
  }

  @Test
  void theWayThroughTheStatesSurvivesTheWayThroughAFile() throws IOException {
    Recording before = Recordings.of("four-way-close");
    Recording after = CapturedRecording.of(commented(before));
    Conversation one = Conversation.of(before).get(0);
    Conversation other = Conversation.of(after).get(0);

    // A file does not tell of what time alone brings about, as the end of TIME-WAIT.
    assertTrue(
        new StateDiagram("client", 0, one)
            .description()
            .startsWith(new StateDiagram("client", 0, other).description()));
    assertTrue(after.events(Moved.class).size() > 6);
  }

  /** As tcpdump writes it, without comments: states are what the segments show. */
  private static byte[] classic(Recording recording, ByteOrder order, boolean nanos) {
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(order);
    file.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    file.putInt(0).putInt(0).putInt(262_144).putInt(101);
    for (Sent sent : recording.events(Sent.class)) {
      ByteBuffer packet = recording.segment(sent.segment()).packet().duplicate();
      long at = EPOCH + sent.at();
      file.putInt((int) (at / 1_000_000_000))
          .putInt((int) (at % 1_000_000_000 / (nanos ? 1 : 1_000)));
      file.putInt(packet.remaining()).putInt(packet.remaining()).put(packet);
    }
    byte[] octets = new byte[file.position()];
    file.get(0, octets);
    return octets;
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aClassicCaptureIsReadInBothByteOrdersAndResolutions(boolean big, boolean nanos)
      throws IOException {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Recording before = Recordings.of("four-way-close");
    Recording after = CapturedRecording.of(file(classic(before, order, nanos)));

    assertEquals(before.segments().size(), after.segments().size());
    Conversation conversation = Conversation.of(after).get(0);
    int client = conversation.end(0);
    assertTrue(
        new StateDiagram("client", client, conversation)
            .description()
            .startsWith("client: CLOSED → SYN-SENT → ESTABLISHED → FIN-WAIT-1"));
    assertFalse(after.ends().get(0).inside());
  }

  @Test
  void aFileThatWasCutOffIsReadUpToThere() throws IOException {
    byte[] whole = Files.readAllBytes(commented(Recordings.of("handshake")));
    int packets = CaptureReader.read(file(whole)).size();
    int last = packets;
    for (int length = whole.length - 1; length >= 24; length--) {
      int left = CaptureReader.read(file(Arrays.copyOf(whole, length))).size();
      assertTrue(left <= last);
      last = left;
    }
    assertEquals(0, last);
  }

  @Test
  void garbageIsReadOrRefusedAndNothingElse() throws IOException {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pcapng = Files.readAllBytes(commented(Recordings.of("handshake")));
    byte[] pcap = classic(Recordings.of("handshake"), ByteOrder.LITTLE_ENDIAN, false);
    for (int i = 0; i < 600; i++) {
      byte[] damaged = (i % 2 == 0 ? pcapng : pcap).clone();
      for (int flips = 0; flips < 1 + i % 20; flips++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        LadderPage.of(CapturedRecording.of(file(damaged)));
      } catch (Refusal e) {
        assertTrue(e.getMessage().contains("capture"), e::getMessage);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void anotherLinkTypeIsRefusedWithWhatToDo() throws IOException {
    byte[] ethernet = classic(Recordings.of("handshake"), ByteOrder.LITTLE_ENDIAN, false);
    ethernet[20] = 1;
    Path file = file(ethernet);

    Refusal refusal = assertThrows(Refusal.class, () -> CaptureReader.read(file));

    assertTrue(refusal.getMessage().contains("capture on the TUN device"), refusal::getMessage);
  }

  @Test
  void aFileThatIsNoCaptureIsRefused() throws IOException {
    Path text = file("this is a text and no capture of anything".getBytes(UTF_8));
    Path none = directory.resolve("none");

    assertTrue(
        assertThrows(Refusal.class, () -> CaptureReader.read(text))
            .getMessage()
            .contains("is no capture"));
    assertTrue(
        assertThrows(Refusal.class, () -> CaptureReader.read(none))
            .getMessage()
            .contains("there is no file"));
  }

  @Test
  void lossesSurviveTheWayThroughAFile() throws IOException {
    Recording before = Recordings.of("lost-last-ack");
    Recording after = CapturedRecording.of(commented(before));

    assertEquals(
        before.events(RecordedEvent.Suffered.class).size(),
        after.events(RecordedEvent.Suffered.class).size());
  }
}
