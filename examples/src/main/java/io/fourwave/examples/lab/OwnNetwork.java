package io.fourwave.examples.lab;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An empty network that is a process's from its start and goes with it. So this program starts
 * itself again there; the machine's own network is not touched.
 */
final class OwnNetwork {
  /** The option with which it is started again: where it comes from. */
  static final String AWAY_FROM = "--away-from";

  private static final List<String> ROOT = List.of("unshare", "--net");
  private static final List<String> ANYONE =
      List.of("unshare", "--net", "--user", "--map-root-user");
  private static final long SECONDS_TO_END = 10;

  private OwnNetwork() {}

  /**
   * Whether we are still in the network we were first started in.
   *
   * @param first its name, once we were started again; null before
   */
  static boolean isOutside(String first) throws IOException {
    if (first != null && first.equals(current())) {
      throw new Refusal("this network is not one of its own");
    }
    return first == null;
  }

  private static String current() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
  }

  /**
   * Starts this program again, in a network of its own, with what it was started with, and waits
   * for its end.
   *
   * @return its exit code
   */
  static int runThere() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(wrapper());
    // The program there must not outlive this one, not even if this one is killed.
    command.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
    command.addAll(self());
    command.addAll(List.of(AWAY_FROM, current()));
    Process there = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(there), "end"));
    return there.waitFor();
  }

  private static void end(Process there) {
    there.destroy();
    try {
      there.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> wrapper() throws InterruptedException {
    for (List<String> wrapper : List.of(ROOT, ANYONE)) {
      if (works(wrapper)) {
        return wrapper;
      }
    }
    throw new Refusal(
        "not allowed to make a network of its own: run it with sudo, or with --simulated");
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new Refusal("there is no unshare here: install util-linux, or use --simulated", e);
    }
  }

  /** The java that runs us, and all that was given to it. */
  private static List<String> self() throws IOException {
    String[] words = Files.readString(Path.of("/proc/self/cmdline")).split("\0");
    words[0] = ProcessHandle.current().info().command().orElse(words[0]);
    return List.of(words);
  }
}
