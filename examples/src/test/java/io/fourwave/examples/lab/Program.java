package io.fourwave.examples.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real program that a test runs: its input can be typed, its output (both streams, octets as ISO
 * 8859-1) waited for. Whatever waits fails after {@link #PATIENCE}, and says what was seen.
 */
public final class Program implements AutoCloseable {
  /** How long anything may take. Far beyond what it should: a slow machine is no failure. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String command;
  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private boolean outputIsOver;
  private int seen;

  private Program(List<String> command, ProcessBuilder builder) {
    this.command = String.join(" ", command);
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + this.command + ": is it installed?", e);
    }
    Thread reader = new Thread(this::collect, "output of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a program. */
  public static Program start(String... command) {
    return start(List.of(command));
  }

  /** Starts a program. Ctrl-C means to it what it should, even if whoever started us ignores it. */
  public static Program start(List<String> command) {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
    words.addAll(command);
    return new Program(command, new ProcessBuilder(words));
  }

  /** Starts a shell command line on a terminal of its own, as a person would have it. */
  public static Program onTerminal(String commandLine) {
    return start("script", "-qefc", commandLine, "/dev/null");
  }

  /** Runs a program to its end, which must be a good one, and returns what it printed. */
  public static String run(String... command) {
    try (Program program = start(command)) {
      program.closeInput();
      int code = program.exitCode();
      if (code != 0) {
        throw program.failure("has failed with " + code);
      }
      return program.output();
    }
  }

  private void collect() {
    byte[] octets = new byte[64 << 10];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(octets); count >= 0; count = in.read(octets)) {
        append(new String(octets, 0, count, ISO_8859_1));
      }
    } catch (IOException e) {
      append("[" + e + "]");
    }
    synchronized (output) {
      outputIsOver = true;
      output.notifyAll();
    }
  }

  private void append(String text) {
    synchronized (output) {
      output.append(text);
      output.notifyAll();
    }
  }

  /** Types text, of characters 0 to 255. */
  public Program type(String text) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(text.getBytes(ISO_8859_1));
      in.flush();
      return this;
    } catch (IOException e) {
      throw failure("takes no input (" + e.getMessage() + ")");
    }
  }

  /** Ends the program's input. */
  public Program closeInput() {
    try {
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw failure("takes no input (" + e.getMessage() + ")");
    }
  }

  /** Waits until a text is printed, after what was waited for before. */
  public Program awaitOutput(String text) {
    return awaitOutput(Pattern.compile(Pattern.quote(text)));
  }

  /** Waits until what is printed matches somewhere, after what was waited for before. */
  public Program awaitOutput(Pattern pattern) {
    return awaitOutput(pattern, PATIENCE);
  }

  /** The same for something that may take longer. */
  public Program awaitOutput(Pattern pattern, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (output) {
      var matcher = pattern.matcher(output);
      while (!matcher.find(seen)) {
        long left = end - System.nanoTime();
        if (outputIsOver || left <= 0) {
          throw failure("has not printed '" + pattern + "'");
        }
        waitForMore(left);
        matcher = pattern.matcher(output);
      }
      seen = matcher.end();
      return this;
    }
  }

  private void waitForMore(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(output, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for");
    }
  }

  /** Waits for the end. */
  public int exitCode() {
    return exitCode(PATIENCE);
  }

  /** Waits for the end of something that takes its time. */
  public int exitCode(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure("does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for");
    }
    synchronized (output) {
      while (!outputIsOver && end - System.nanoTime() > 0) {
        waitForMore(end - System.nanoTime());
      }
    }
    return process.exitValue();
  }

  /** All that was printed up to now. */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Sends a signal, {@code INT} say; does nothing to a program that has ended. */
  public void signal(String name) {
    try (Program kill = start("kill", "-" + name, String.valueOf(process.pid()))) {
      if (kill.exitCode() != 0 && process.isAlive()) {
        throw kill.failure("has failed");
      }
    }
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isRunning() {
    return process.isAlive();
  }

  private AssertionError failure(String what) {
    return new AssertionError(command + " " + what + "; it has printed:\n" + output());
  }

  /** Kills it and what it has started, if they still run. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
