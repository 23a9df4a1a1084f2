package io.fourwave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of {@code docs/} that a test prints from the code. With {@code -Dfourwave.print=true} the
 * page is written, without it is compared: a change of behaviour shows as a change of a picture.
 */
public final class PrintedPage {
  private PrintedPage() {}

  /** Writes the page, or fails if it is not what the code says. */
  public static void check(Path page, String expected) throws IOException {
    if (Boolean.getBoolean("fourwave.print")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, expected, UTF_8);
      return;
    }
    String actual = Files.exists(page) ? Files.readString(page, UTF_8) : "";
    assertEquals(
        expected,
        actual,
        page + " is out of date; if the change is meant, print it: -Dfourwave.print=true");
  }
}
