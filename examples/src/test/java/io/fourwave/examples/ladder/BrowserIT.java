package io.fourwave.examples.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages in a real browser, where there is one. */
class BrowserIT {
  /** Counts what a reader would complain about, as the browser has laid it out. */
  private static final String LOOK =
      """
      <script>
      const seen = [...document.querySelectorAll('svg text')].filter(
        (t) => !t.hasAttribute('transform') && t.getBoundingClientRect().width > 0);
      const boxes = seen.map((t) => t.getBoundingClientRect());
      let touching = 0;
      boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
        const over = a.left + 1 < b.right && b.left + 1 < a.right
            && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
        if (over) touching++;
      }));
      const out = boxes.filter((b) => b.left < -1 || b.right > innerWidth + 1).length;
      const wide = document.documentElement.scrollWidth > innerWidth ? 1 : 0;
      const figures = [...document.querySelectorAll('figure')].filter((f) => f.offsetHeight > 0);
      document.querySelector('.seg .hit').parentNode.dispatchEvent(
        new MouseEvent('click', { bubbles: true }));
      const told = document.getElementById('detail').textContent.split('\\n')[0];
      document.title = `texts ${seen.length} touching ${touching} out ${out} wide ${wide} `
        + `figures ${figures.length} told ${told}`;
      </script>
      """;

  @TempDir private Path directory;

  private static boolean hasChromium() {
    return Program.run("sh", "-c", "command -v chromium || true").contains("chromium");
  }

  @ParameterizedTest(name = "{0}, {1} pixels wide")
  @CsvSource({
    "four-way-close, 1280",
    "four-way-close, 500",
    "loss-recovery, 1280",
    "loss-recovery, 500"
  })
  void aPageIsReadableAtTheWidthOfATelephoneAndOfADesktop(String experiment, int width)
      throws IOException {
    assumeTrue(hasChromium(), "needs Chromium: apt-get install chromium");
    Path page = directory.resolve("page.html");
    String html = LadderPage.of(Recordings.of(experiment));
    Files.writeString(page, html.replace("</body>", LOOK + "</body>"));

    String dom =
        Program.run(
            "sh",
            "-c",
            "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
                + " --disable-background-networking --disable-component-update --disable-sync"
                + (" --user-data-dir=" + directory.resolve("profile"))
                + (" --window-size=" + width + ",900 --dump-dom file://" + page)
                + " 2>/dev/null");

    Matcher look =
        Pattern.compile(
                "<title>texts (\\d+) touching (\\d+) out (\\d+) wide (\\d+) figures (\\d+) told ([^<]*)")
            .matcher(dom);
    assertTrue(look.find(), dom::toString);
    assertTrue(Integer.parseInt(look.group(1)) > 40, look::group);
    assertEquals("0", look.group(2), look::group);
    assertEquals("0", look.group(3), look::group);
    assertEquals("0", look.group(4), look::group);
    // One ladder and two state diagrams for each conversation: the other ladder is not shown.
    assertEquals(0, Integer.parseInt(look.group(5)) % 3, look::group);
    assertTrue(look.group(6).startsWith("SYN seq 0 win 65535"), look::group);
  }
}
