package io.fourwave.examples.bench.peers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code fourwave bench peers} as a process of its own. How fast anything is does not matter here.
 */
class PeersIT {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static final Pattern END = Pattern.compile("Fourwave, in its better way, is ahead in ");

  /** Five contestants take turns, and on a busy machine nobody is quick. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private static final Set<String> TOOLS = Set.of("gcc", "cargo", "go");

  @TempDir private Path directory;
  private Program program;

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  @AfterEach
  void end() {
    if (program != null) {
      program.close();
    }
  }

  private Program peers(List<String> environment, String... options) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.fourwave.examples.Main", "bench", "peers"));
    command.addAll(List.of(options));
    program = Program.start(command);
    return program;
  }

  private static List<String> devices() {
    return Program.run("ip", "-o", "link").lines().map(line -> line.split(": ")[1]).toList();
  }

  /** In this network nothing can be fetched: what has not been built before stays out. */
  private static void requireProgram(Driver driver) {
    Path program =
        CHECKOUT
            .resolve("peers")
            .resolve(driver.word())
            .resolve("target/" + driver.word() + "-peer");
    assumeTrue(Files.isExecutable(program), "needs './fourwave bench peers --quick' to have run");
  }

  @ParameterizedTest
  @EnumSource(Driver.class)
  void aPeerServesEveryRowWithItsOwnLinkLayerAndWithOurs(Driver driver) throws IOException {
    requireProgram(driver);
    List<String> before = devices();
    Path json = directory.resolve("peers.json");

    peers(
            List.of("FOURWAVE_HOME=" + CHECKOUT),
            "--quick",
            "--peers=%1$s,%1$s-offload".formatted(driver.word()),
            "--json=" + json)
        .awaitOutput(END, PATIENCE);

    assertEquals(0, program.exitCode(), program::output);
    String text = Files.readString(json);
    for (String peer : List.of(driver.word(), driver.word() + "-offload")) {
      Pattern measured = Pattern.compile("\"" + peer + "\": \\{\"median\": [0-9.]*[1-9]");
      assertEquals(5, measured.matcher(text).results().count(), text);
    }
    assertEquals(before, devices());
  }

  @ParameterizedTest
  @EnumSource(value = Driver.class, mode = EnumSource.Mode.EXCLUDE, names = "LIMIT")
  void aPeerGoesByIpv6AsWell(Driver driver) {
    requireProgram(driver);

    peers(
            List.of("FOURWAVE_HOME=" + CHECKOUT),
            "--quick",
            "--ipv6",
            "--peers=%1$s,%1$s-offload".formatted(driver.word()),
            "--rows=bulk-in,bulk-out,connect-32")
        .awaitOutput(END, PATIENCE);

    assertEquals(0, program.exitCode(), program::output);
  }

  @Test
  void theLimitIsLeftOutWhereOneGoesByIpv6() {
    peers(
            List.of("FOURWAVE_HOME=" + CHECKOUT),
            "--quick",
            "--ipv6",
            "--peers=limit",
            "--rows=connect-32")
        .awaitOutput("limit is left out: it speaks IPv4 alone.\n")
        .awaitOutput(END, PATIENCE);

    assertEquals(0, program.exitCode(), program::output);
    assertFalse(program.output().contains("(no TCP)"), program::output);
  }

  @Test
  void whereToolsAreMissingASentenceForEachPeerSaysWhichAndTheRestIsMeasured() throws IOException {
    Path checkout = Files.createDirectories(directory.resolve("checkout"));
    copyWithoutTargets(CHECKOUT.resolve("peers"), checkout.resolve("peers"));

    peers(
            List.of("FOURWAVE_HOME=" + checkout, "PATH=" + withoutTools()),
            "--quick",
            "--rows=connect-32")
        .awaitOutput("lwip is left out: there is no gcc here; install gcc.\n")
        .awaitOutput("smoltcp is left out: there is no cargo here; install Rust 1.91 or newer")
        .awaitOutput("gvisor is left out: there is no go here; install Go 1.21 or newer")
        .awaitOutput("limit is left out: there is no gcc here; install gcc.\n")
        .awaitOutput("\n  handler  ");

    assertEquals(0, program.exitCode(), program::output);
    assertEquals(4, program.output().lines().filter(line -> line.contains("left out")).count());
  }

  private static void copyWithoutTargets(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path relative = from.relativize(each);
        if (Stream.of(relative.toString().split("/")).noneMatch("target"::equals)) {
          Files.copy(each, to.resolve(relative.toString()));
        }
      }
    }
  }

  /** A directory with links to all programs of the path but the compilers. */
  private Path withoutTools() throws IOException {
    Path links = Files.createDirectories(directory.resolve("bin"));
    for (String place : System.getenv("PATH").split(":")) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> programs = Files.list(Path.of(place))) {
          for (Path each : (Iterable<Path>) programs::iterator) {
            Path link = links.resolve(each.getFileName());
            if (!TOOLS.contains(each.getFileName().toString()) && !Files.exists(link)) {
              Files.deleteIfExists(link);
              Files.createSymbolicLink(link, each);
            }
          }
        }
      }
    }
    return links;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--peers=tcpdump", "--rows=bulk"})
  void whatThereIsNotIsRefused(String option) {
    peers(List.of(), option);

    assertAll(
        () -> assertEquals(2, program.exitCode(), program::output),
        () -> assertTrue(program.output().contains(": there is no "), program::output),
        () -> assertEquals(1, program.output().lines().count(), program::output));
  }
}
