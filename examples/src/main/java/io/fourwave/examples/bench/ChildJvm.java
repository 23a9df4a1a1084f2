package io.fourwave.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link Child} as whoever has started it sees it: a JVM like this one. */
public final class ChildJvm implements AutoCloseable {
  private static final long SECONDS_TO_START = 60;
  private static final long SECONDS_TO_END = 20;

  private final String name;
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Starts a process.
   *
   * @param wrapper a command that becomes it; may be empty
   * @param options further ones for the JVM
   * @param main the class that has its main method
   * @param arguments of that
   */
  public static ChildJvm start(
      List<String> wrapper, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java(options, main));
    command.addAll(List.of(arguments));
    return start(main.getSimpleName(), command);
  }

  /**
   * Starts another program that speaks as a {@link Child} does.
   *
   * @param name what it is called if it cannot be heard
   * @param command of it
   */
  public static ChildJvm start(String name, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new ChildJvm(name, process);
  }

  /** The command that runs a class as this JVM runs: the same Java, options and class path. */
  static List<String> java(List<String> options, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    if (Runtime.version().feature() >= 22) {
      // The jar's manifest says so as well, but only to `java -jar`.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /**
   * Waits until it is ready.
   *
   * @throws Refusal if it cannot be, with its own sentence
   */
  public void awaitReady() {
    String word = await(CompletableFuture.supplyAsync(this::word));
    if (!Child.READY.equals(word)) {
      throw new Refusal(word);
    }
  }

  private String word() {
    try {
      String line = output.readLine();
      while (line != null && !line.startsWith(Child.MARK)) {
        line = output.readLine();
      }
      return line == null
          ? name + " has ended without a word"
          : line.substring(Child.MARK.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String await(CompletableFuture<String> word) {
    try {
      return word.get(SECONDS_TO_START, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          name + " is not ready after " + SECONDS_TO_START + " seconds", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " cannot be heard", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Tells it to go on. */
  void goOn() throws IOException {
    tell("");
  }

  /** Says a line to it. */
  public void tell(String line) throws IOException {
    Writer input = process.outputWriter(UTF_8);
    input.write(line + "\n");
    input.flush();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** The processor time that it has used, in the kernel's ticks, of 10 ms as a rule. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Lets it end, or ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
