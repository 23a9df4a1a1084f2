package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Faults;
import io.fourwave.tcp.congestion.Bbr;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows that share a bottleneck, by Jain's index: 1 if all have as much, 1/n if one has all. */
class FairnessTest {
  private static final Duration HEAD_START = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(15);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "newreno, 10, 5",
    "newreno, 10, 50",
    "newreno, 100, 20",
    "cubic, 10, 5",
    "cubic, 10, 50",
    "cubic, 100, 20"
  })
  void twoFlowsShareABottleneckThoughOneBeganBefore(String name, long megabits, long rtt)
      throws IOException {
    Supplier<CongestionControl> algorithm = name.equals("cubic") ? Cubic::new : NewReno::new;
    double[] rates = share(megabits, rtt, List.of(algorithm, algorithm));
    assertTrue(jain(rates) >= 0.95, () -> jain(rates) + " of " + Arrays.toString(rates));
    double used = Arrays.stream(rates).sum() / megabits;
    assertTrue(used > 0.9, () -> used + " of the link is used");
  }

  @Test
  void twoOfBbrDoNotStarveEachOther() throws IOException {
    double[] rates = share(10, 50, List.of(Bbr::new, Bbr::new));
    assertTrue(jain(rates) >= 0.85, () -> jain(rates) + " of " + Arrays.toString(rates));
  }

  @Test
  void bbrAndCubicLeaveEachOtherASixth() throws IOException {
    double[] rates = share(10, 50, List.of(Cubic::new, Bbr::new));
    assertTrue(Arrays.stream(rates).min().orElse(0) > 10 / 6.0, () -> Arrays.toString(rates));
  }

  private static double[] share(
      long megabits, long rtt, List<Supplier<CongestionControl>> algorithms) throws IOException {
    BulkPath path = new BulkPath(1, megabits * 1_000_000, Duration.ofMillis(rtt), Faults.NONE);
    BulkFlow[] flows = new BulkFlow[algorithms.size()];
    for (int i = 0; i < flows.length; i++) {
      flows[i] = path.flow(algorithms.get(i));
      path.run(HEAD_START);
    }
    path.run(SETTLING);
    double[] before = octets(flows);
    path.run(MEASURED);
    double[] rates = octets(flows);
    Arrays.setAll(rates, i -> (rates[i] - before[i]) * 8e-6 / MEASURED.toSeconds());
    return rates;
  }

  private static double[] octets(BulkFlow[] flows) {
    return Stream.of(flows).mapToDouble(BulkFlow::octets).toArray();
  }

  private static double jain(double... rates) {
    double sum = Arrays.stream(rates).sum();
    double squares = Arrays.stream(rates).map(rate -> rate * rate).sum();
    return sum * sum / (rates.length * squares);
  }
}
