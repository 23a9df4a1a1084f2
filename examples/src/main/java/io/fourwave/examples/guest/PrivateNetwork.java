package io.fourwave.examples.guest;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of this program's own, for root and for others. A process has it from its start, and it
 * goes with the process, as does every process that it starts; so this program starts itself again
 * there.
 */
final class PrivateNetwork {
  private static final Path TUN = Path.of("/dev/net/tun");

  private PrivateNetwork() {}

  /**
   * Becomes the command that follows, in such a network, with its own {@code /proc/sys/net}. What
   * is in it is killed if whoever started it is.
   */
  private static List<String> wrapper() throws IOException {
    List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    words.addAll(List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"));
    words.add("--mount-proc");
    if (!isRoot()) {
      words.addAll(List.of("--user", "--map-root-user"));
    }
    return words;
  }

  /** Refuses where we may not make one, or no devices in it. */
  static void check() throws IOException, InterruptedException {
    if (!Files.exists(TUN)) {
      throw new Refusal("there is no " + TUN + ": sudo modprobe tun");
    }
    if (!Files.isWritable(TUN)) {
      throw new Refusal("not allowed to open " + TUN + ": run it with sudo");
    }
    List<String> command = wrapper();
    command.addAll(List.of("ip", "link", "set", "lo", "up"));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      throw new Refusal("there is no setpriv here: install util-linux and iproute2", e);
    }
    throw new Refusal("not allowed to make a network for the guest: run it with sudo");
  }

  /**
   * Starts this program again there, with what it was started with.
   *
   * @param variable an environment variable that tells it where it is
   */
  static Process start(String variable, String value) throws IOException {
    List<String> command = wrapper();
    // A JVM that starts where there is no IPv6 address at all has no IPv6.
    command.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""));
    command.addAll(self());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(variable, value);
    return builder.start();
  }

  /** The java that runs us, and all that was given to it. */
  private static List<String> self() throws IOException {
    List<String> words =
        new ArrayList<>(List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0")));
    words.set(0, ProcessHandle.current().info().command().orElse(words.get(0)));
    // Its file would have the process's number for a name, and there that is 1 for all.
    words.add(1, "-XX:-UsePerfData");
    return words;
  }

  /** What to type before a command in another shell, so that it is in that network. */
  static String prefix(Process there) throws IOException {
    return isRoot()
        ? "sudo nsenter -t " + there.pid() + " -n "
        : "nsenter -t " + there.pid() + " -U --preserve-credentials -n ";
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }
}
