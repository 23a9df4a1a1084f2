package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kernel makes of our acknowledgements when what it sends is late or lost: its counters
 * tell.
 */
class KernelSendsIT {
  private static final int OCTETS = 500_000;

  /** Less than what is sent until we answer what was late. */
  private static final int EARLY = 14_000;

  private long reported;
  private long undone;
  private long timeoutsUndone;
  private long lostAgain;
  private long timeouts;
  private long repairedByProbes;

  @BeforeEach
  void count() {
    Lab.requirePrivateNetwork();
    reported = Kernel.counter("TcpExtTCPDSACKRecvSegs");
    undone = undone();
    timeoutsUndone = Kernel.counter("TcpExtTCPLossUndo");
    timeouts = Kernel.counter("TcpExtTCPTimeouts");
    lostAgain = Kernel.counter("TcpExtTCPLostRetransmit");
    repairedByProbes = Kernel.counter("TcpExtTCPLossProbeRecovery");
  }

  private static long undone() {
    return Stream.of("TcpExtTCPFullUndo", "TcpExtTCPPartialUndo", "TcpExtTCPDSACKUndo")
        .mapToLong(Kernel::counter)
        .sum();
  }

  @AfterEach
  void restore() {
    timestamps(true);
  }

  private static void timestamps(boolean on) {
    Program.run("sysctl", "-qw", "net.ipv4.tcp_timestamps=" + (on ? 1 : 0));
  }

  private static GatedConnection open(String address, Gatekeeper keeper) throws IOException {
    return GatedConnection.open(address, GatedConnection.settings(), keeper);
  }

  @ParameterizedTest(name = "{0}, {1} segments")
  @CsvSource({
    Lab.STACK_V4 + ", 1",
    Lab.STACK_V4 + ", 3",
    Lab.STACK_V6 + ", 1",
    Lab.STACK_V6 + ", 3",
  })
  @Tag("RFC2883")
  void ourReportsLetItUndoWhatWasOnlyOvertaken(String address, int segments) throws Exception {
    timestamps(false); // or it would know without
    TextKeeper keeper = new LateText(Direction.IN, 3_000, segments);
    try (GatedConnection connection = open(address, keeper)) {
      connection.kernelSends(OCTETS);
      int again = keeper.repeated(EARLY).size();
      assertTrue(again >= 1 && again <= segments, keeper.repeated(EARLY)::toString);
      Lab.await("the undoing", () -> undone() == undone + 1);
      assertTrue(Kernel.counter("TcpExtTCPDSACKRecvSegs") >= reported + again);
    }
  }

  @ParameterizedTest(name = "{0}, timestamps {1}")
  @CsvSource({
    Lab.STACK_V4 + ", true",
    Lab.STACK_V4 + ", false",
    Lab.STACK_V6 + ", true",
    Lab.STACK_V6 + ", false",
  })
  @Tag("RFC2883")
  @Tag("RFC7323")
  void itUndoesATimeoutWhileAllItsTextWasHeldBack(String address, boolean timestamps)
      throws Exception {
    timestamps(timestamps);
    undoesTimeout(address, new LateText(Direction.IN, 0, Integer.MAX_VALUE));
  }

  @ParameterizedTest(name = "{0}, timestamps {1}")
  @CsvSource({
    Lab.STACK_V4 + ", true",
    Lab.STACK_V4 + ", false",
    Lab.STACK_V6 + ", true",
    Lab.STACK_V6 + ", false",
  })
  @Tag("RFC2883")
  @Tag("RFC7323")
  void itUndoesATimeoutWhileAllOurAcknowledgementsWereHeldBack(String address, boolean timestamps)
      throws Exception {
    timestamps(timestamps);
    undoesTimeout(address, new LateAcks(Direction.IN));
  }

  private void undoesTimeout(String address, TextKeeper keeper) throws Exception {
    try (GatedConnection connection = open(address, keeper)) {
      connection.kernelSends(OCTETS);
      Lab.await("the undoing", () -> Kernel.counter("TcpExtTCPLossUndo") == timeoutsUndone + 1);
      Lab.await("our report", () -> Kernel.counter("TcpExtTCPDSACKRecvSegs") >= reported + 1);
      assertTrue(connection.ours("TcpExtTCPDSACKOldSent") >= 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC2018")
  void ourBlocksTellItThatARepairWasLost(String address) throws Exception {
    LostText keeper = new LostText(Direction.IN, 6_000, 2);
    try (GatedConnection connection = GatedConnection.openPatient(address, keeper)) {
      connection.kernelSends(OCTETS);
      assertEquals(2, keeper.losses());
      Lab.await("the counter", () -> Kernel.counter("TcpExtTCPLostRetransmit") > lostAgain);
      assertEquals(timeouts, Kernel.counter("TcpExtTCPTimeouts"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC8985")
  void ourAcknowledgementTellsItThatAProbeHasRepairedATail(String address) throws Exception {
    LostText keeper = new LostText(Direction.IN, 2_800, 1);
    try (GatedConnection connection = open(address, keeper)) {
      connection.kernelSends(3_500);
      assertEquals(1, keeper.losses());
      connection.kernelSends(100); // its acknowledgement says that the last one was of the probe
      Lab.await(
          "the counter",
          () -> Kernel.counter("TcpExtTCPLossProbeRecovery") == repairedByProbes + 1);
      assertEquals(0, connection.ours("TcpExtTCPDSACKOldSent"));
    }
  }
}
