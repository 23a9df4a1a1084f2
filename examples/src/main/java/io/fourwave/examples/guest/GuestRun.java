package io.fourwave.examples.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A guest booted once, from power on to power off, with what it reported. Close it. */
final class GuestRun implements AutoCloseable {
  /** In the report, after the kernel's messages. */
  private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");

  /** With KVM that works the guest has booted and is off again in two or three. */
  private static final long PROBE_SECONDS = 10;

  private final GuestMachine machine;
  private final Path directory;
  private final Path script;
  private final Path report;

  GuestRun(GuestMachine machine) throws IOException {
    this.machine = machine;
    directory = Files.createTempDirectory("fourwave-guest");
    script = directory.resolve("script");
    report = directory.resolve("report");
  }

  /**
   * A shell on our terminal.
   *
   * @return its exit code
   */
  int console() throws IOException, InterruptedException {
    List<String> command = machine.console(Terminal.parameters(), report);
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    // Whoever pulls the plug, with Ctrl-A X, has no more to hear.
    return code == 0 && !EXIT_CODE.matcher(messages()).find() ? 0 : exitCode(code);
  }

  /**
   * Runs a script, its output ours.
   *
   * @return its exit code
   */
  int script(byte[] commands) throws IOException, InterruptedException {
    return exitCode(
        begin(commands)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor());
  }

  /** Whether the machine boots, runs a program and turns itself off, in good time. */
  boolean works() throws IOException, InterruptedException {
    Process process =
        begin("exit 0\n".getBytes(US_ASCII))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder begin(byte[] commands) throws IOException {
    Files.write(script, commands);
    return new ProcessBuilder(machine.script(script, report))
        .redirectInput(Path.of("/dev/null").toFile());
  }

  private int exitCode(int qemu) throws IOException {
    if (qemu != 0) {
      throw new Refusal(
          "QEMU has ended with %d, and says why above; --accel tcg works where KVM does not"
              .formatted(qemu));
    }
    Matcher matcher = EXIT_CODE.matcher(messages());
    if (!matcher.find()) {
      throw new Refusal("the guest went off before its script had ended: " + messages().strip());
    }
    return Integer.parseInt(matcher.group(1));
  }

  private String messages() throws IOException {
    return Files.readString(report, ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(report);
    Files.deleteIfExists(script);
    Files.delete(directory);
  }
}
