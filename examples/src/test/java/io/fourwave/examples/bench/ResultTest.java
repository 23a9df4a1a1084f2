package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From turns to what is printed of them. */
class ResultTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<Way> WAYS = List.of(Way.KERNEL, Way.HANDLER);

  private static Measurement octets(long gigabits) {
    return new Measurement(gigabits * SECOND / 8, SECOND, Measurement.noLatencies());
  }

  /** Operations of so many microseconds each, for a second. */
  private static Measurement operations(int micros) {
    Histogram latencies = Measurement.noLatencies();
    int count = 1_000_000 / micros;
    latencies.recordValueWithCount(micros * 1_000L, count);
    return new Measurement(count, SECOND, latencies);
  }

  private static Result bulk() {
    Result result = new Result(Row.BULK_IN_PLAIN, WAYS);
    for (int gigabits : new int[] {8, 12, 16}) {
      result.of(Way.HANDLER).add(octets(gigabits), Duration.ofMillis(900));
    }
    for (int gigabits : new int[] {4, 24, 8}) {
      result.of(Way.KERNEL).add(octets(gigabits), Duration.ofMillis(450));
    }
    return result;
  }

  private static Result exchanges() {
    Result result = new Result(Row.EXCHANGE, WAYS);
    result.of(Way.HANDLER).add(operations(50), Duration.ofMillis(500));
    result.of(Way.KERNEL).add(operations(100), Duration.ofMillis(500));
    return result;
  }

  private static String table(Result result) {
    StringWriter text = new StringWriter();
    new Table(new PrintWriter(text)).add(result);
    return text.toString().replaceAll(" +", " ");
  }

  @Test
  void theRatioIsThatOfTheMediansAndItsExtremesThoseOfTheRounds() {
    assertEquals(new Spread(12.0 / 8, 0.5, 2), bulk().ratio(Way.HANDLER));
  }

  @Test
  void theOthersAreComparedWithTheWayInWhichTheKernelIsFastest() {
    Result result = new Result(Row.BULK_IN, List.of(Way.KERNEL, Way.KERNEL_NIO, Way.BLOCKING));
    result.of(Way.KERNEL).add(octets(8), Duration.ofMillis(900));
    result.of(Way.KERNEL_NIO).add(octets(10), Duration.ofMillis(900));
    result.of(Way.BLOCKING).add(octets(15), Duration.ofMillis(900));

    assertEquals(Way.KERNEL_NIO, result.reference());
    assertEquals(new Spread(1.5, 1.5, 1.5), result.ratio(Way.BLOCKING));
    assertEquals(new Spread(0.8, 0.8, 0.8), result.ratio(Way.KERNEL));
  }

  @Test
  void processorTimeIsForTheAmountOfAllTurns() {
    // 36 Gbit are 4.5 GB, in 2.7 s; 10^6 operations took half a second per 20,000.
    assertEquals(0.6, bulk().of(Way.HANDLER).cpu(), 1e-9);
    assertEquals(25, exchanges().of(Way.HANDLER).cpu(), 1e-9);
  }

  @Test
  void theTableHasALineForEachWay() {
    assertEquals(
        """

        bulk in, no offload Gbit/s ratio s/GB ratio
         kernel 8.00 4.00..24.0 0.30
         handler 12.0 8.00..16.0 1.50 0.50..2.00 0.60 2.00
        """,
        table(bulk()));
  }

  @Test
  void aFastTurnDoesNotHideThatOthersAreSlow() {
    Turns turns = new Turns(Unit.OPERATIONS);
    for (int micros : new int[] {10, 5_000, 4_000}) {
      turns.add(operations(micros), Duration.ZERO);
    }

    assertEquals(4_000, turns.latency(99).median(), 10);
  }

  @Test
  void theTableHasLatenciesWhereThereAreSome() {
    assertFalse(bulk().of(Way.HANDLER).hasLatencies());
    assertTrue(exchanges().of(Way.HANDLER).hasLatencies());
    assertEquals(
        """

        request/response per s ratio µs each ratio median µs ratio 99 % µs ratio
         kernel 10,000 10,000..10,000 50.0 100 100
         handler 20,000 20,000..20,000 2.00 2.00..2.00 25.0 0.50 50.0 0.50 50.0 0.50
        """,
        table(exchanges()).replace("50.02", "50.0"));
  }

  @Test
  void whereSomethingWentBesideTheTableSaysHowMuchInsteadOfProcessorTime() {
    Result result = new Result(Row.LATENCY_UNDER_LOAD, WAYS);
    result.of(Way.HANDLER).add(operations(50).beside(octets(8)), Duration.ofMillis(500));
    result.of(Way.KERNEL).add(operations(100).beside(octets(16)), Duration.ofMillis(500));

    assertTrue(table(result).contains(" per s ratio Gbit/s ratio median"), () -> table(result));
    assertTrue(table(result).contains(" 2.00 2.00..2.00 8.00 0.50 50.0"), () -> table(result));
  }

  @ParameterizedTest
  @CsvSource({"0.246, 0.25", "9.87, 9.87", "12.34, 12.3", "345.6, 346", "'12345.6', '12,346'"})
  void numbersHaveThreeDigitsThatSaySomething(double value, String text) {
    assertEquals(text, Table.number(value));
  }

  @Test
  void jsonHasEveryTurn() {
    String json =
        JsonReport.of(
            new Machine(2, "a \"quick\" one", "Linux", "reno", "Java", 0.5),
            new Plan(List.of(Row.BULK_IN_PLAIN), WAYS, 3, Duration.ofMillis(250), true),
            List.of(bulk()));

    assertTrue(json.contains("\"model\": \"a \\\"quick\\\" one\""), json);
    assertTrue(json.contains("\"family\": \"IPv6\", \"rounds\": 3, \"seconds\": 0.25"), json);
    assertTrue(json.contains("\"row\": \"bulk-in-plain\", \"offload\": false"), json);
    assertTrue(json.contains("\"turns\": [8.0, 12.0, 16.0]"), json);
    assertTrue(json.contains("\"ratio\": {\"median\": 1.5, \"least\": 0.5, \"most\": 2.0}"), json);
  }

  @Test
  void othersAreAtWorkIfHalfTheProcessorsAreTaken() {
    assertFalse(new Machine(2, "", "", "", "", 1.0).isBusy());
    assertTrue(new Machine(2, "", "", "", "", 1.1).isBusy());
  }
}
