package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.PrintedPage;
import io.fourwave.sim.ThroughputTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The table of throughput under loss, {@code docs/throughput.md}. Printing takes some minutes;
 * without {@code -Dfourwave.print=true} a part of its rows is measured again, and has to come out
 * to the octet.
 */
class ThroughputTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("docs")
          .resolve("throughput.md");

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void theTableSaysWhatTheCodeDoes() throws IOException {
    if (Boolean.getBoolean("fourwave.print")) {
      PrintedPage.check(PAGE, ThroughputTable.page());
      return;
    }
    List<String> lines = Files.readAllLines(PAGE);
    for (Row row : ThroughputTable.sample()) {
      String line = row.measured();
      assertTrue(
          lines.contains(line),
          () ->
              PAGE
                  + " is out of date; if the change is meant, print it: -Dfourwave.print=true."
                  + " It has no line\n"
                  + line);
    }
  }
}
