package io.fourwave.examples.ladder;

import io.fourwave.examples.Refusal;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where a picture goes: a page if the name ends in {@code .html}, a picture if in {@code .svg}. */
public final class PageFile {
  private final Path file;
  private final boolean isPicture;

  private PageFile(Path file, boolean isPicture) {
    this.file = file;
    this.isPicture = isPicture;
  }

  /**
   * Looks at a name, and whether such a file can be, before anything else is done.
   *
   * @param option what the user called it: {@code -o}
   * @throws Refusal if it cannot be
   */
  public static PageFile named(Path file, String option) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".svg")) {
      throw new Refusal(
          "'%s' is neither a page nor a picture: %s takes a name like ladder.html or ladder.svg"
              .formatted(file, option));
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isWritable(directory)) {
      throw new Refusal(
          "%s: '%s' cannot be a file: name one in a directory that you may write to"
              .formatted(option, file));
    }
    return new PageFile(file, name.endsWith(".svg"));
  }

  /** Draws a recording. */
  public void write(Recording recording) {
    try {
      Files.writeString(file, isPicture ? LadderPage.svg(recording) : LadderPage.of(recording));
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
