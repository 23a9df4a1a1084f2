package io.fourwave.examples.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script run in the guest, which is booted for it and turned off after it. Stateless. */
final class GuestRun {
  /** In the report, among the kernel's messages. */
  private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");

  /** With KVM that works the guest has booted and is off again in two or three. */
  private static final long PROBE_SECONDS = 10;

  private final GuestMachine machine;

  GuestRun(GuestMachine machine) {
    this.machine = machine;
  }

  /**
   * Runs a script, its output ours.
   *
   * @return its exit code
   * @throws Refusal if the guest does not get that far
   */
  int exitCode(byte[] script) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("fourwave-guest");
    Path file = Files.write(directory.resolve("script"), script);
    Path report = directory.resolve("report");
    try {
      int code = qemu(file, report).redirectOutput(Redirect.INHERIT).start().waitFor();
      if (code != 0) {
        throw failure(code);
      }
      return read(report);
    } finally {
      delete(report, file, directory);
    }
  }

  /** Whether the machine boots, runs a program and turns itself off, in good time. */
  boolean works() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("fourwave-guest");
    Path file = Files.writeString(directory.resolve("script"), "exit 0");
    Path report = directory.resolve("report");
    Process process =
        qemu(file, report).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
    try {
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly().waitFor();
      delete(report, file, directory);
    }
  }

  /** What to say when QEMU has ended with a code. */
  static Refusal failure(int code) {
    return new Refusal(
        "QEMU has ended with "
            + code
            + ", and says why above; --accel tcg works where KVM does not");
  }

  private ProcessBuilder qemu(Path script, Path report) {
    return new ProcessBuilder(machine.script(script, report))
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectError(Redirect.INHERIT);
  }

  private static int read(Path report) throws IOException {
    String text = Files.readString(report, ISO_8859_1);
    Matcher matcher = EXIT_CODE.matcher(text);
    if (!matcher.find()) {
      throw new Refusal("the guest was turned off before its script had ended: " + text.strip());
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static void delete(Path... paths) throws IOException {
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
