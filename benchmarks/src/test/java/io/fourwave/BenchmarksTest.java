package io.fourwave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** They measure something: for how little time, and how well, does not matter here. */
class BenchmarksTest {
  @Test
  void eachOfThemRuns() throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.forks(0).warmupIterations(0).measurementIterations(1);
    options.measurementTime(TimeValue.milliseconds(10)).param("entries", "1000");
    options.verbosity(VerboseMode.SILENT).shouldFailOnError(true);

    Collection<RunResult> results = new Runner(options.build()).run();

    Set<String> classes =
        results.stream()
            .map(result -> result.getParams().getBenchmark())
            .map(name -> name.replaceAll(".*\\.(\\w+)\\.\\w+$", "$1"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of("ChecksumBenchmark", "LookupBenchmark", "SegmentBenchmark", "TimersBenchmark"),
        classes);
    for (RunResult result : results) {
      assertTrue(
          result.getPrimaryResult().getScore() > 0, result.getParams().getBenchmark() + " ran");
    }
  }
}
