package io.fourwave.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * A process of the benchmark as it sees itself. It says {@code ready}, or what is wrong, and ends
 * with its standard input: when whoever has started it closes that, or is gone in whatever way.
 */
public final class Child {
  /** What begins the lines that are for whoever has started it; the JVM prints others. */
  static final String MARK = "bench: ";

  static final String READY = "ready";

  private static final BufferedReader INPUT =
      new BufferedReader(new InputStreamReader(System.in, UTF_8));

  private Child() {}

  /** What a process does to be ready; threads that it leaves are to be daemons. */
  public interface Preparation {
    /** Does it. */
    void run() throws IOException;
  }

  /** Gets ready, and ends when it is time. */
  public static void run(Preparation preparation) {
    try {
      preparation.run();
      ready();
      awaitParent();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
    System.exit(0);
  }

  /** Says that it is ready. */
  public static void ready() {
    say(READY);
  }

  /** Waits for a line and returns it; ends with the last of them. */
  public static String awaitParent() throws IOException {
    String line = INPUT.readLine();
    if (line == null) {
      System.exit(0);
    }
    return line;
  }

  /** Ends because of a failure, and says so. */
  public static void fail(Exception e) {
    say(e.getMessage() == null ? e.toString() : e.getMessage());
    System.exit(1);
  }

  private static void say(String word) {
    System.out.println(MARK + word.replaceAll("\\R", " "));
    System.out.flush();
  }
}
