package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was only late is sent again to the kernel, which tells us of it: by timestamps, by reporting
 * it twice, or by the order of its acknowledgements, as far as it has been allowed to.
 */
class SpuriousRetransmissionIT {
  private static final int OCTETS = 500_000;

  /** Less than the first flight. */
  private static final int EARLY = 25_000;

  /** What the kernel tells beside what it has in order. */
  private enum Tells {
    EVERYTHING(true, true, true),
    /** When what it answers was sent, and what it has beyond a gap. */
    TIMES(true, true, false),
    /** What has arrived twice, and what it has beyond a gap. */
    REPETITIONS(false, true, true),
    /** What it has beyond a gap. */
    BLOCKS(false, true, false),
    NOTHING(false, false, false);

    private final boolean timestamps;
    private final boolean sack;
    private final boolean dsack;

    Tells(boolean timestamps, boolean sack, boolean dsack) {
      this.timestamps = timestamps;
      this.sack = sack;
      this.dsack = dsack;
    }

    private void kernel() {
      Program.run(
          "sysctl",
          "-qw",
          "net.ipv4.tcp_timestamps=" + (timestamps ? 1 : 0),
          "net.ipv4.tcp_sack=" + (sack ? 1 : 0),
          "net.ipv4.tcp_dsack=" + (dsack ? 1 : 0));
    }
  }

  static List<Arguments> all() {
    return with(Tells.values());
  }

  static List<Arguments> repetitions() {
    return with(Tells.EVERYTHING, Tells.REPETITIONS);
  }

  static List<Arguments> onlyRepetitions() {
    return with(Tells.REPETITIONS);
  }

  private static List<Arguments> with(Tells... kernels) {
    return Stream.of(Lab.STACK_V4, Lab.STACK_V6)
        .flatMap(address -> Stream.of(kernels).map(kernel -> Arguments.of(address, kernel)))
        .toList();
  }

  @AfterEach
  void restore() {
    Tells.EVERYTHING.kernel();
  }

  private static GatedConnection open(String address, Tells tells, Gatekeeper keeper)
      throws IOException {
    tells.kernel();
    return GatedConnection.open(address, GatedConnection.settings(), keeper);
  }

  @ParameterizedTest(name = "{0}, the kernel tells {1}")
  @MethodSource("all")
  @Tag("RFC3522")
  @Tag("RFC4015")
  @Tag("RFC5682")
  void aTimeoutWhileAllTextWasHeldBackIsUndone(String address, Tells tells) throws Exception {
    timesOutInVain(address, tells, new LateText(Direction.OUT, 0, Integer.MAX_VALUE));
  }

  @ParameterizedTest(name = "{0}, the kernel tells {1}")
  @MethodSource("all")
  @Tag("RFC3522")
  @Tag("RFC4015")
  @Tag("RFC5682")
  void aTimeoutWhileAllAcknowledgementsWereHeldBackIsUndone(String address, Tells tells)
      throws Exception {
    timesOutInVain(address, tells, new LateAcks(Direction.OUT));
  }

  private static void timesOutInVain(String address, Tells tells, TextKeeper keeper)
      throws Exception {
    try (GatedConnection connection = open(address, tells, keeper)) {
      connection.stackSends(OCTETS);
      assertEquals(1, connection.ours("TcpExtTCPTimeouts"));
      assertEquals(1, connection.ours("TcpExtTCPSpuriousRTOs"));
      assertEquals(0, connection.ours("TcpExtTCPFastRetrans"));
      assertEquals(List.of(0), keeper.repeated(EARLY));
      assertAsBefore(connection.status());
    }
  }

  @ParameterizedTest(name = "{0}, the kernel tells {1}")
  @MethodSource("repetitions")
  @Tag("RFC2883")
  @Tag("RFC3708")
  void aSegmentThatWasOvertakenAndIsReportedTwiceReducesNothing(String address, Tells tells)
      throws Exception {
    isOvertaken(address, tells, 1);
  }

  @ParameterizedTest(name = "{0}, the kernel tells {1}")
  @MethodSource("repetitions")
  @Tag("RFC2883")
  @Tag("RFC3708")
  void norDoThreeOfThem(String address, Tells tells) throws Exception {
    isOvertaken(address, tells, 3);
  }

  private static void isOvertaken(String address, Tells tells, int segments) throws Exception {
    TextKeeper keeper = new LateText(Direction.OUT, 3_000, segments);
    try (GatedConnection connection = open(address, tells, keeper)) {
      connection.stackSends(OCTETS);
      assertEquals(1, connection.ours("TcpExtTCPFastRetrans"));
      assertEquals(0, connection.ours("TcpExtTCPTimeouts"));
      assertEquals(segments, keeper.repeated(EARLY).size(), keeper.repeated(EARLY)::toString);
      assertTrue(connection.ours("TcpExtTCPDSACKRecv") >= segments);
      assertAsBefore(connection.status());
    }
  }

  @ParameterizedTest(name = "{0}, the kernel tells {1}")
  @MethodSource("onlyRepetitions")
  @Tag("RFC2883")
  @Tag("RFC3708")
  void withNothingNewToSendReportsUndoATimeout(String address, Tells tells) throws Exception {
    Gatekeeper keeper = new LateText(Direction.OUT, 0, Integer.MAX_VALUE);
    try (GatedConnection connection = open(address, tells, keeper)) {
      connection.stackSends(10_000);
      assertEquals(1, connection.ours("TcpExtTCPTimeouts"));
      assertEquals(1, connection.ours("TcpExtTCPSpuriousRTOs"));
      assertTrue(connection.ours("TcpExtTCPDSACKRecv") >= 1);
      assertAsBefore(connection.status());
    }
  }

  private static void assertAsBefore(ConnectionStatus status) {
    assertEquals(1, status.undone());
    int before = GatedConnection.WINDOW * status.segmentSize();
    assertTrue(status.cwnd() >= before, "a window of " + status.cwnd());
    assertTrue(status.ssthresh() >= before, "a threshold of " + status.ssthresh());
  }
}
