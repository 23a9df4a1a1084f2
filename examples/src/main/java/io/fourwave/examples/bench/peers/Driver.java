package io.fourwave.examples.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A program of ours around somebody else's stack, or around none; see {@code peers/README.md}. */
enum Driver {
  /** In C. */
  LWIP,
  /** In Rust. */
  SMOLTCP,
  /** In Go. */
  GVISOR,
  /** In C, and no stack: the least that the kernel takes for TCP. */
  LIMIT;

  /** In the environment: the checkout, as {@code ./fourwave} knows it. */
  private static final String HOME = "FOURWAVE_HOME";

  private static final int TOOL_IS_MISSING = 3;

  /** Its name, and its directory's. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The program, whether it has been built or not. */
  Path program() {
    return directory().resolve(word()).resolve("target").resolve(word() + "-peer");
  }

  /** Whether there is a program to run. */
  boolean isBuilt() {
    return Files.isExecutable(program());
  }

  private static Path directory() {
    String home = System.getenv(HOME);
    Path peers = home == null ? null : Path.of(home, "peers");
    if (peers == null || !Files.isDirectory(peers)) {
      throw new Refusal(
          "the peers' drivers are built from a checkout, and there is none here: "
              + "run it as ./fourwave bench peers");
    }
    return peers;
  }

  /**
   * Builds the program, if it is not there or a source of it has changed. What the tools say goes
   * to our standard error.
   *
   * @return why there is none, in a sentence; empty if there is one
   */
  Optional<String> build() throws IOException {
    Process process =
        new ProcessBuilder(directory().resolve("build").toString(), word())
            .redirectError(Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int code = process.onExit().join().exitValue();
    if (code == 0) {
      return Optional.empty();
    }
    return Optional.of(
        code == TOOL_IS_MISSING
            ? said
            : word() + " is left out: its driver could not be built, and the reason is above.");
  }
}
