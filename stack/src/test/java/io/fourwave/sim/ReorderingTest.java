package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Faults;
import io.fourwave.tcp.congestion.Cubic;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that overtake each other are not lost. */
class ReorderingTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  @ParameterizedTest
  @Tag("RFC8985")
  @CsvSource({
    "10, 50, 'reorder=5%,late=10ms'",
    "100, 50, 'reorder=5%,late=10ms'",
    "100, 200, 'reorder=5%,late=10ms'",
    "10, 5, 'reorder=5%'",
    "100, 50, 'reorder=5%'",
    "100, 5, 'reorder=5%,late=1ms'"
  })
  void reorderingOfFivePercentHasOnePercentRetransmittedInVainAtMost(
      long megabits, long rtt, String faults) throws IOException {
    BulkPath path =
        new BulkPath(1, megabits * 1_000_000, Duration.ofMillis(rtt), Faults.parse(faults));
    BulkFlow flow = path.flow(Cubic::new);
    path.run(TIME);
    long lost = path.cable().there().count(Fate.QUEUE_FULL); // where slow start came to its end
    double again = (double) (flow.client().status().retransmissions() - lost) / path.sent();
    assertTrue(again <= 0.01, () -> 100 * again + " % of the packets were sent again in vain");
    double used = flow.octets() * 8.0 / TIME.toSeconds() / (megabits * 1e6);
    assertTrue(used > 0.6, () -> 100 * used + " % of the link was used");
  }
}
