package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fourwave bench} as a process of its own. How fast anything is does not matter here. */
class BenchIT {
  private static final Pattern NUMBER =
      Pattern.compile("\"(median|least|most|microseconds\\d+)\": ([^,}]+)");

  private final List<Program> started = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  @AfterEach
  void end() {
    started.forEach(Program::close);
  }

  private Program start(List<String> wrapper, String... options) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.fourwave.examples.Main", "bench"));
    command.addAll(List.of(options));
    Program program = Program.start(command);
    started.add(program);
    return program;
  }

  private Program bench(String... options) {
    return start(List.of(), options);
  }

  private static List<String> devices() {
    return Program.run("ip", "-o", "link").lines().map(line -> line.split(": ")[1]).toList();
  }

  /** A process that has ended, but that nobody has asked how, has no command line any more. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      return !Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertPositive(MatchResult number) {
    assertTrue(Double.parseDouble(number.group(2)) > 0, number::group);
  }

  @Test
  void aQuickRunPrintsEveryRowAndLeavesNothing() throws IOException {
    List<String> before = devices();
    Path json = directory.resolve("bench.json");
    Program bench = bench("--quick", "--json", json.toString());

    for (Row row : Row.values()) {
      bench.awaitOutput("\n" + row.title() + "  ");
      for (Way way : Way.values()) {
        bench.awaitOutput("\n  " + way.word() + "  ");
      }
    }

    assertEquals(0, bench.exitCode(), bench::output);
    String text = Files.readString(json);
    for (String word : Row.words()) {
      assertTrue(text.contains("\"row\": \"" + word + "\""), text);
    }
    List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
    // Three numbers for each way, three for each of our ways' ratios; three latencies in three rows.
    int ways = Way.values().length;
    assertEquals(3 * (2 * ways - 1) * Row.values().length + 3 * ways * 3, numbers.size(), text);
    numbers.forEach(BenchIT::assertPositive);
    assertEquals(before, devices());
  }

  @Test
  void itGoesByIpv6AsWell() {
    Program bench =
        bench("--ipv6", "--rows", "request-response", "--rounds", "1", "--seconds", "0.05");

    bench.awaitOutput("IPv6, 1 rounds").awaitOutput("\nrequest/response  ");

    assertEquals(0, bench.exitCode(), bench::output);
  }

  @Test
  void aProfileOfTheStackIsWritten() {
    Path profile = directory.resolve("stack.jfr");
    Program bench =
        bench(
            "--profile",
            profile.toString(),
            "--rows",
            "connect",
            "--rounds",
            "1",
            "--seconds",
            "0.05");

    bench.awaitOutput("\nconnect/close  ");

    assertEquals(0, bench.exitCode(), bench::output);
    assertTrue(Files.exists(profile), bench::output);
  }

  @Test
  void whenItIsKilledItsProcessesEnd() {
    Program bench = bench("--rows", "bulk-in", "--seconds", "60");
    bench.awaitOutput("ratio");
    List<ProcessHandle> processes =
        ProcessHandle.of(bench.pid()).orElseThrow().descendants().toList();
    assertEquals(4, processes.size(), processes::toString);

    bench.signal("KILL");

    Lab.await("their end", () -> processes.stream().noneMatch(BenchIT::isRunning));
  }

  @Test
  void withoutPrivilegesOneSentenceSaysWhatHelps() {
    Program bench =
        start(List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"), "--quick");

    assertAll(
        () -> assertEquals(2, bench.exitCode(), bench::output),
        () -> assertTrue(bench.output().contains("run it with sudo"), bench::output),
        () -> assertEquals(1, bench.output().lines().count(), bench::output));
  }

  @Test
  void aCongestionControlThatTheKernelDoesNotHaveIsRefused() {
    Program bench = bench("--congestion", "pigeon");

    assertEquals(2, bench.exitCode(), bench::output);
    assertTrue(bench.output().contains("no congestion control 'pigeon': it has "), bench::output);
  }
}
