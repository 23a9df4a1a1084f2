package io.fourwave.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds processes, with all the threads they have or will have, to one processor until it is
 * closed: so that what is measured is what everybody's work comes to, and not who runs beside whom.
 */
public final class OneCore implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private final List<Long> processes;
  private final String before;

  /** Holds the processes of these numbers to the last of the processors that we may use. */
  public OneCore(List<Long> processes) throws IOException {
    this.processes = List.copyOf(processes);
    before = allowed();
    set(before.replaceFirst(".*[,-]", ""));
  }

  /** Refuses where it cannot be done. */
  public static void check() {
    try {
      PrivateNetwork.configure("taskset", "--version");
    } catch (IOException e) {
      throw new Refusal(
          "there is no taskset here, which holds a row to one core: install util-linux, or choose "
              + "--rows without it",
          e);
    }
  }

  /** A list as {@code taskset} takes it, {@code 0-3,6} for example. */
  private static String allowed() throws IOException {
    return Files.readAllLines(STATUS, UTF_8).stream()
        .filter(line -> line.startsWith(ALLOWED))
        .map(line -> line.substring(ALLOWED.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IOException(STATUS + " does not say which processors we may use"));
  }

  private void set(String processors) throws IOException {
    for (long process : processes) {
      set(processors, process);
    }
  }

  /** Twice: a thread that came or went meanwhile may have escaped the first time, or failed it. */
  private static void set(String processors, long process) throws IOException {
    String[] command = {
      "taskset", "--all-tasks", "--cpu-list", "--pid", processors, String.valueOf(process)
    };
    try {
      PrivateNetwork.configure(command);
    } catch (Refusal e) {
      PrivateNetwork.configure(command);
    }
    PrivateNetwork.configure(command);
  }

  @Override
  public void close() throws IOException {
    set(before);
  }
}
