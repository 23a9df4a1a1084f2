package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.interop.GatedConnection.Opener;
import io.fourwave.examples.interop.Gatekeeper.Verdict;
import io.fourwave.examples.interop.SegmentLog.Seen;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import io.fourwave.tcp.Ecn;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.wire.TcpFlags;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explicit congestion notification with a kernel that knows its classic form: what both agree on,
 * and what each makes of a mark on what it has sent (RFC 3168 §6.1).
 */
@Tag("RFC3168")
class EcnIT {
  private static final int ECHO = TcpFlags.ECE;
  private static final int REDUCED = TcpFlags.CWR;
  private static final int OFFER = ECHO | REDUCED;
  private static final int ACCURATE_OFFER = OFFER | TcpFlags.AE;
  private static final int OCTETS = 300_000;

  private final KernelSettings kernel = new KernelSettings();

  @BeforeEach
  void prepare() {
    Lab.requirePrivateNetwork();
    kernel.with("tcp_ecn", 1);
    kernel.with("tcp_congestion_control", "reno"); // CUBIC's slow start ends also by delay
    kernel.with("tcp_no_metrics_save", 1);
    kernel.with("tcp_early_retrans", 0); // no probes, as a slow machine would see some
    Program.run("ip", "tcp_metrics", "flush");
  }

  @AfterEach
  void restore() {
    kernel.close();
  }

  private static GatedConnection open(Opener opener, Ecn ours, boolean offload, Gatekeeper keeper)
      throws IOException {
    TcpSettings settings = GatedConnection.settings();
    settings = settings.with(settings.options().withExplicitCongestion(ours));
    Lab.Plan plan = Lab.plan().tcp(settings);
    return GatedConnection.open(opener, offload ? plan : plan.withoutOffload(), keeper);
  }

  static List<Arguments> minds() {
    return Stream.of(Opener.values()).flatMap(EcnIT::minds).toList();
  }

  private static Stream<Arguments> minds(Opener opener) {
    if (opener.isStack()) {
      return Stream.of(
          Arguments.of(opener, Ecn.OFFERED, 1, OFFER, true),
          Arguments.of(opener, Ecn.OFFERED, 2, OFFER, true),
          Arguments.of(opener, Ecn.OFFERED, 0, OFFER, false),
          Arguments.of(opener, Ecn.ACCURATE, 1, ACCURATE_OFFER, true),
          Arguments.of(opener, Ecn.ACCURATE, 2, ACCURATE_OFFER, true),
          Arguments.of(opener, Ecn.ACCURATE, 0, ACCURATE_OFFER, false),
          Arguments.of(opener, Ecn.ACCEPTED, 1, 0, false));
    }
    return Stream.of(
        Arguments.of(opener, Ecn.ACCEPTED, 1, OFFER, true),
        Arguments.of(opener, Ecn.ACCURATE, 1, OFFER, true),
        Arguments.of(opener, Ecn.REFUSED, 1, OFFER, false),
        Arguments.of(opener, Ecn.OFFERED, 2, 0, false));
  }

  @ParameterizedTest(name = "{0} opens, we have {1}, tcp_ecn is {2}")
  @MethodSource("minds")
  @Tag("SHLD-8")
  @Tag("RFC9768")
  void itIsUsedIfOneOffersItAndTheOtherAccepts(
      Opener opener, Ecn ours, int theirs, int offer, boolean agreed) throws Exception {
    kernel.with("tcp_ecn", theirs);
    SegmentLog log = new SegmentLog((way, packet) -> Verdict.PASS);
    try (GatedConnection connection = open(opener, ours, false, log)) {
      transferBothWays(connection);
      assertEquals(offer, flags(log.segments().get(0)), "the SYN's");
      assertEquals(agreed ? ECHO : 0, flags(log.segments().get(1)), "the SYN,ACK's");
      assertMarkable(log, agreed);
      assertNoMarkIsTold(log);
      assertBothUseIt(connection, agreed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSynThatIsLostIsSentAgainWithoutIt(Opener opener) throws Exception {
    SegmentLog log = new SegmentLog(new LostSyn());
    try (GatedConnection connection = open(opener, Ecn.OFFERED, false, log)) {
      transferBothWays(connection);
      assertEquals(OFFER, flags(log.segments().get(0)), "the SYN's");
      assertEquals(0, flags(log.segments().get(1)), "the second SYN's");
      assertEquals(0, flags(log.segments().get(2)), "the SYN,ACK's");
      assertMarkable(log, false);
      assertBothUseIt(connection, false);
    }
  }

  @ParameterizedTest(name = "{0} opens, offload {1}")
  @MethodSource("openersWithAndWithoutOffload")
  @Tag("SHLD-8")
  void aMarkOnOurTextReducesOurWindowOnce(Opener opener, boolean offload) throws Exception {
    MarkedText keeper = new MarkedText(Direction.OUT, offload ? 0 : 3_000);
    SegmentLog log = new SegmentLog(keeper);
    try (GatedConnection connection = open(opener, Ecn.OFFERED, offload, log)) {
      int mss = connection.status().segmentSize();
      int window = GatedConnection.WINDOW * mss;
      connection.stackSends(window); // and no more: only later can we say that we have heard
      int threshold = connection.status().ssthresh();
      assertTrue(threshold >= window * 7 / 10, "reduced to " + threshold);
      int widest = window + 3 * mss; // by what was acknowledged before the mark
      assertTrue(threshold <= widest * 7 / 10, "reduced to " + threshold);
      connection.stackSends(5 * mss);
      assertEquals(threshold, connection.status().ssthresh());
      assertEchoedUntilReduced(log, Direction.OUT);
      assertEquals(List.of(window), reductions(log, Direction.OUT), "with the first new text");
      assertEquals(List.of(), keeper.repeated(window - mss));
      assertMarkable(log, true);
    }
  }

  @ParameterizedTest(name = "{0} opens, offload {1}")
  @MethodSource("openersWithAndWithoutOffload")
  @Tag("SHLD-8")
  void aMarkOnTheKernelsTextReducesItsWindowOnce(Opener opener, boolean offload) throws Exception {
    MarkedText keeper = new MarkedText(Direction.IN, offload ? 0 : 3_000);
    SegmentLog log = new SegmentLog(keeper);
    long told = Kernel.counter("TcpExtTCPDeliveredCE");
    try (GatedConnection connection = open(opener, Ecn.OFFERED, offload, log)) {
      assertFalse(connection.kernelStatus().contains(" ssthresh:"), connection::kernelStatus);
      connection.kernelSends(OCTETS);
      assertTrue(connection.kernelStatus().contains(" ssthresh:"), connection::kernelStatus);
      assertTrue(Kernel.counter("TcpExtTCPDeliveredCE") > told);
      assertEchoedUntilReduced(log, Direction.IN);
      assertEquals(1, reductions(log, Direction.IN).size());
      assertEquals(List.of(), keeper.repeated(OCTETS));
      assertMarkable(log, true);
    }
  }

  static List<Arguments> openersWithAndWithoutOffload() {
    return Stream.of(Opener.values())
        .flatMap(opener -> Stream.of(Arguments.of(opener, true), Arguments.of(opener, false)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"KERNEL_V4, OUT", "KERNEL_V4, IN", "STACK_V6, OUT", "STACK_V6, IN"})
  @Tag("SHLD-8")
  void whatIsSentAgainCannotBeMarkedAndTheReductionForALossIsToldAsWell(
      Opener opener, Direction way) throws Exception {
    LostText keeper = new LostText(way, 6_000, 1);
    SegmentLog log = new SegmentLog(keeper);
    try (GatedConnection connection = open(opener, Ecn.OFFERED, false, log)) {
      if (way == Direction.OUT) {
        connection.stackSends(OCTETS);
      } else {
        connection.kernelSends(OCTETS);
      }
      assertEquals(1, keeper.losses());
      assertFalse(keeper.repeated(10_000).isEmpty());
      assertEquals(1, reductions(log, way).size());
      assertTrue(log.segments().stream().noneMatch(EcnIT::tellsOfAMark));
      assertMarkable(log, true);
    }
  }

  private static void transferBothWays(GatedConnection connection) throws Exception {
    connection.stackSends(20_000);
    connection.kernelSends(20_000);
  }

  private static int flags(Seen segment) {
    return segment.flags() & ACCURATE_OFFER;
  }

  /** New text alone may be marked on its way (RFC 3168 §6.1.1, §6.1.4, §6.1.5). */
  private static void assertMarkable(SegmentLog log, boolean agreed) {
    for (Seen segment : log.segments()) {
      boolean capable = agreed && segment.isNewText();
      assertEquals(
          capable ? EcnField.CAPABLE : EcnField.NOT_CAPABLE, segment.ecn(), segment::toString);
    }
  }

  private static void assertNoMarkIsTold(SegmentLog log) {
    List<Seen> told = log.segments().stream().filter(s -> !s.isSyn() && flags(s) != 0).toList();
    assertEquals(List.of(), told);
  }

  private static void assertBothUseIt(GatedConnection connection, boolean agreed)
      throws IOException {
    List<String> ours = List.of(connection.status().options().split(" "));
    assertEquals(agreed, ours.contains("ecn"), ours::toString);
    List<String> theirs = List.of(connection.kernelStatus().strip().split("\\s+"));
    assertEquals(agreed, theirs.contains("ecn"), theirs::toString);
    assertEquals(agreed, theirs.contains("ecnseen"), theirs::toString);
  }

  private static boolean tellsOfAMark(Seen segment) {
    return !segment.isSyn() && segment.has(ECHO);
  }

  /** What acknowledges the mark echoes it, until the reduction is acknowledged (§6.1.3). */
  private static void assertEchoedUntilReduced(SegmentLog log, Direction way) {
    List<Seen> there = log.segments(way);
    Seen marked = there.stream().filter(s -> s.verdict() == Verdict.MARK).findFirst().orElseThrow();
    Seen reduced = there.stream().filter(EcnIT::tellsOfAReduction).findFirst().orElseThrow();
    for (Seen back : log.segments(way == Direction.IN ? Direction.OUT : Direction.IN)) {
      boolean echoes = back.ack() > marked.from() && back.ack() <= reduced.from();
      assertEquals(echoes, tellsOfAMark(back), back::toString);
    }
  }

  private static boolean tellsOfAReduction(Seen segment) {
    return !segment.isSyn() && segment.has(REDUCED);
  }

  /** Where the segments begin that tell of a reduction; all have new text. */
  private static List<Integer> reductions(SegmentLog log, Direction way) {
    List<Seen> all = log.segments(way).stream().filter(EcnIT::tellsOfAReduction).toList();
    assertTrue(all.stream().allMatch(Seen::isNewText), all::toString);
    return all.stream().map(Seen::from).toList();
  }
}
