package io.fourwave.examples.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the guest boots, as {@code lab/guest-image} makes it once.
 *
 * @param directory in which kernel and initramfs are
 */
record GuestImage(Path directory) {
  private static final String PREFIX = "guest-image: ";

  /** The kernel. */
  Path kernel() {
    return directory.resolve("vmlinuz");
  }

  /** The file system in memory that the guest lives in. */
  Path initramfs() {
    return directory.resolve("initramfs.gz");
  }

  /**
   * The guest of a checkout; made now if need be, which takes some seconds and the network.
   *
   * @param checkout where {@code lab} is
   * @param progress is told what goes on, in lines
   * @throws Refusal if it cannot be made, with a sentence that says why
   */
  static GuestImage of(Path checkout, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path script = checkout.resolve("lab").resolve("guest-image");
    if (!Files.isExecutable(script)) {
      throw new Refusal(
          "there is no " + script + ", which makes the guest: use ./fourwave of a checkout");
    }
    Process process = new ProcessBuilder(script.toString()).start();
    process.getOutputStream().close();
    String last = lastLine(process, progress);
    String directory = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new Refusal(last.startsWith(PREFIX) ? last.substring(PREFIX.length()) : last);
    }
    if (!last.isEmpty()) {
      progress.accept(last);
    }
    return new GuestImage(Path.of(directory));
  }

  /** Passes on what the script says, but for the last line: that is why it fails, if it does. */
  private static String lastLine(Process process, Consumer<String> progress) throws IOException {
    String last = "";
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!last.isEmpty()) {
          progress.accept(last);
        }
        boolean goesOn = line.endsWith("…");
        if (goesOn) {
          progress.accept(line);
        }
        last = goesOn ? "" : line;
      }
    }
    return last;
  }
}
