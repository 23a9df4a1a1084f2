package io.fourwave.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Main;
import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An empty network that is a process's from its start and goes with it. So this program starts
 * itself again there; the machine's own network is not touched.
 */
public final class PrivateNetwork {
  /**
   * Becomes the command that follows, in such a network. {@code lo} is up: where there is no IPv6
   * address at all when a JVM starts, it has no IPv6.
   */
  public static final List<String> WRAPPER =
      List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\"");

  private PrivateNetwork() {}

  /** The network that this process is in, as the kernel calls it. */
  static String current() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
  }

  /** Refuses where we may not make one. */
  static void check() throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder("unshare", "--net", "ip", "link")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      throw new Refusal("there is no unshare here: install util-linux and iproute2", e);
    }
    throw new Refusal(
        "not allowed to make a network to measure in: run it with sudo; "
            + "or take a network of your own (unshare -Urn ./fourwave bench)");
  }

  /**
   * Runs this program there, and waits for its end. It ends too if we are killed: it sees its input
   * end.
   *
   * @return its exit code
   */
  static int run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(WRAPPER);
    command.addAll(ChildJvm.java(List.of(), Main.class));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(Redirect.INHERIT)
        .redirectError(Redirect.INHERIT)
        .start()
        .waitFor();
  }

  /**
   * Runs a command that sets something up.
   *
   * @throws Refusal if it fails, with what it says
   */
  public static void configure(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.onExit().join().exitValue() != 0) {
      throw new Refusal("'" + String.join(" ", command) + "' failed: " + said);
    }
  }
}
