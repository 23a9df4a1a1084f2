package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The network namespace this process is in, or is to be in. A namespace is a process's from its
 * start, so to enter another one this program starts itself again there.
 */
final class Namespace {
  private static final String ENTERED = "FOURWAVE_NETNS";
  private static final Path NAMES = Path.of("/run/netns");

  private Namespace() {}

  /** Whether we have to start again to be in a namespace. */
  static boolean isElsewhere(String name) {
    return name != null && !name.equals(System.getenv(ENTERED));
  }

  /**
   * Starts this program again, in a namespace, with what it was started with, and waits for its
   * end.
   *
   * @return its exit code
   */
  static int runIn(String name) throws IOException, InterruptedException {
    if (!Files.exists(NAMES.resolve(name))) {
      throw new Refusal(
          "there is no network namespace '%1$s': make it with 'sudo ip netns add %1$s'"
              .formatted(name));
    }
    if (!isRoot()) {
      throw new Refusal("only root may enter the network namespace '" + name + "': use sudo");
    }
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
    // The program there must not outlive this one, not even if this one is killed.
    command.addAll(List.of("setpriv", "--pdeathsig", "TERM"));
    command.addAll(self());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(ENTERED, name);
    Process there = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(there)));
    return there.waitFor();
  }

  private static void end(Process there) {
    there.destroy(); // SIGTERM: it closes in order
    try {
      there.waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!there.isAlive()) {
      Runtime.getRuntime().halt(there.exitValue());
    }
  }

  /** The java that runs us, and all that was given to it. */
  private static List<String> self() throws IOException {
    String[] words = Files.readString(Path.of("/proc/self/cmdline")).split("\0");
    words[0] = ProcessHandle.current().info().command().orElse(words[0]);
    return List.of(words);
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /** What to type before a command in another shell, so that it is in the network we are in. */
  static String prefix() {
    String entered = System.getenv(ENTERED);
    if (entered != null) {
      return "sudo ip netns exec " + entered + " ";
    }
    long pid = ProcessHandle.current().pid();
    if (!hasAllUsers()) {
      return "nsenter -t " + pid + " -U --preserve-credentials -n ";
    }
    return isInitNetwork() ? "" : "sudo nsenter -t " + pid + " -n ";
  }

  /** Whether this is the user namespace that a machine begins with, or as good. */
  private static boolean hasAllUsers() {
    try {
      String[] map = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+");
      return Arrays.equals(map, new String[] {"0", "0", "4294967295"});
    } catch (IOException e) {
      return true; // a kernel without user namespaces
    }
  }

  private static boolean isInitNetwork() {
    try {
      Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
      return ours.equals(Files.readSymbolicLink(Path.of("/proc/1/ns/net")));
    } catch (IOException e) {
      return true; // only root may look: then it was not root that made a namespace
    }
  }
}
