package io.fourwave.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says that the command line takes, it takes. */
class ReadmeTest {
  private static final Path README =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("README.md");

  @Test
  void everyOptionInTheReadmeIsInTheHelp() throws IOException {
    String help = help("serve");
    String options =
        Files.readString(README).split("## Options that matter\n")[1].split("\n## ")[0];
    Matcher option = Pattern.compile("(?<=[` ])--(no-)?([a-z-]+)").matcher(options);
    int found = 0;
    while (option.find()) {
      String name = option.group(2);
      assertTrue(help.contains("--" + name) || help.contains("--[no-]" + name), name);
      found++;
    }
    assertTrue(found > 15, "options found: " + found);
  }

  @Test
  void everyServeCommandInTheReadmeIsUnderstood() throws IOException {
    Matcher command =
        Pattern.compile("(?m)\\./fourwave (serve|trace)((?: --[a-z-]+(?: [0-9]+)?)*)")
            .matcher(Files.readString(README));
    int found = 0;
    while (command.find()) {
      String words = command.group(1) + command.group(2).replace(" --help", "");
      assertEquals(0, run(words + " --help"), command.group());
      found++;
    }
    assertTrue(found >= 4, "commands found: " + found);
  }

  private static String help(String command) {
    StringWriter out = new StringWriter();
    assertEquals(0, Main.run(new String[] {command, "--help"}, new PrintWriter(out), quiet()));
    return out.toString();
  }

  private static int run(String line) {
    return Main.run(line.split(" "), quiet(), quiet());
  }

  private static PrintWriter quiet() {
    return new PrintWriter(new StringWriter());
  }
}
