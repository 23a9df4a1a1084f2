package io.fourwave.examples.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** The terminal that this program was started on, if it was. */
final class Terminal {
  private Terminal() {}

  /** Whether the standard input is one. */
  static boolean isThere() throws IOException, InterruptedException {
    return !size().isEmpty();
  }

  /** What the guest has to know about it, as parameters of its kernel. */
  static List<String> parameters() throws IOException, InterruptedException {
    String[] size = size().split(" ");
    String type = "TERM=" + System.getenv().getOrDefault("TERM", "vt100");
    // Some terminals do not know how large they are.
    return size[0].equals("0")
        ? List.of(type)
        : List.of(type, "rows=" + size[0], "columns=" + size[1]);
  }

  /** Rows and columns; nothing if there is no terminal. */
  private static String size() throws IOException, InterruptedException {
    Process stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(Redirect.INHERIT)
            .redirectError(Redirect.DISCARD)
            .start();
    String size = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
    return stty.waitFor() == 0 ? size : "";
  }
}
