package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  void everyRowIsPrintedInEveryWayAndNothingIsLeft() throws IOException {
    List<String> before = devices();
    Path json = directory.resolve("bench.json");
    Path svg = directory.resolve("bench.svg");
    Program bench =
        bench(
            "--all",
            "--rounds",
            "2",
            "--seconds",
            "0.02",
            "--json",
            json.toString(),
            "--svg",
            svg.toString());

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
    assertEquals(numbers(), numbers.size(), text);
    numbers.forEach(BenchIT::assertPositive);
    assertTrue(Files.readString(svg).contains(Row.CONNECT_32.title()), svg::toString);
    assertEquals(before, devices());
  }

  /** In each row three for each way's rate, and three for each ratio; latencies and load. */
  private static int numbers() {
    int rows = Row.values().length;
    int ways = Way.values().length;
    long ofOperations =
        Arrays.stream(Row.values()).filter(row -> row.unit() == Unit.OPERATIONS).count();
    return 3 * (rows * (2 * ways - 1) + (int) ofOperations * ways + ways);
  }

  @Test
  void aQuickRunHasTheRowsThatSayMost() {
    Program bench = bench("--quick");

    for (Row row : Row.standard()) {
      bench.awaitOutput("\n" + row.title() + "  ");
    }

    assertEquals(0, bench.exitCode(), bench::output);
    assertFalse(bench.output().contains("\n" + Row.CONNECT.title() + "  "), bench::output);
  }

  @Test
  void afterARowOnOneCoreAllProcessorsAreThereAgain() throws IOException {
    Path status = Path.of("/proc/self/status");
    List<String> before = processors(status);
    try (OneCore core = new OneCore(List.of(ProcessHandle.current().pid()))) {
      assertTrue(processors(status).get(0).matches("Cpus_allowed_list:\\s+\\d+"));
    }
    assertEquals(before, processors(status));
  }

  private static List<String> processors(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list"))
        .toList();
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
    bench.awaitOutput("Medians");
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
  void withoutTasksetOneSentenceSaysWhatHelps() {
    Program bench = start(List.of("env", "PATH=/nowhere"), "--quick");

    assertAll(
        () -> assertEquals(2, bench.exitCode(), bench::output),
        () -> assertTrue(bench.output().contains("install util-linux, or choose"), bench::output),
        () -> assertEquals(1, bench.output().lines().count(), bench::output));
  }

  @Test
  void aCongestionControlThatTheKernelDoesNotHaveIsRefused() {
    Program bench = bench("--congestion", "pigeon");

    assertEquals(2, bench.exitCode(), bench::output);
    assertTrue(bench.output().contains("no congestion control 'pigeon': it has "), bench::output);
  }
}
