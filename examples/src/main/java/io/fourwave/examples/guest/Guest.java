package io.fourwave.examples.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave guest}: boots a small Linux machine next to the stack, and gives whoever asked
 * its console, or runs a script in it. It runs twice: as it was started, to see that all is there,
 * and once more in a network of its own.
 */
@Command(
    name = "guest",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Boots a small Linux machine in QEMU and lets it talk to the stack; a shell in it, or a",
      "script, whose output is printed and whose exit code is returned. Without a terminal the",
      "script is what comes in."
    },
    footer = {"", "In the guest: telnet $stack    exit, or Ctrl-A X, turns it off."})
public final class Guest implements Callable<Integer> {
  /** In the environment: the directory of the image. It says that we are in our own network. */
  private static final String IMAGE = "FOURWAVE_GUEST_IMAGE";

  /** In the environment: the checkout, as {@code ./fourwave} knows it. */
  private static final String HOME = "FOURWAVE_HOME";

  private static final String NO_QEMU =
      "there is no working "
          + GuestMachine.QEMU
          + " here: install QEMU (sudo apt-get install --no-install-recommends qemu-system-x86)";

  @Spec private CommandSpec spec;

  @ArgGroup private Work work = new Work();

  @Option(
      names = "--accel",
      paramLabel = "kvm|tcg|auto",
      description = "What runs it: the processor, a translator, or the first that works (auto).")
  private String accelerator = "auto";

  /** What to do in the guest. */
  private static final class Work {
    @Option(names = "--run", paramLabel = "COMMANDS", description = "Run these, as sh reads them.")
    private String commands;

    @Option(names = "--script", paramLabel = "FILE", description = "Run what is in a file.")
    private Path script;

    /** Whether neither is given. */
    boolean isNone() {
      return commands == null && script == null;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Accelerator> wanted = Accelerator.named(accelerator);
    String image = System.getenv(IMAGE);
    return image == null ? outside() : inside(new GuestImage(Path.of(image)), wanted);
  }

  private int outside() throws IOException, InterruptedException {
    if (work.script != null) {
      contents(work.script); // refused, if it is to be, before anything is begun
    }
    checkQemu();
    PrivateNetwork.check();
    GuestImage image = GuestImage.of(checkout(), this::say);
    Process there = PrivateNetwork.start(IMAGE, image.directory().toString());
    if (work.isNone() && Terminal.isThere()) {
      say("to watch, in another shell: " + PrivateNetwork.prefix(there) + "tcpdump -n -i tun0");
    }
    return there.waitFor();
  }

  private int inside(GuestImage image, Optional<Accelerator> wanted)
      throws IOException, InterruptedException {
    try (GuestSession session = GuestSession.open(image)) {
      Accelerator chosen = wanted.isPresent() ? wanted.get() : session.best(this::say);
      if (work.isNone() && Terminal.isThere()) {
        return session.console(chosen);
      }
      return session.run(chosen, script());
    }
  }

  private byte[] script() throws IOException {
    if (work.commands != null) {
      return work.commands.getBytes(UTF_8);
    }
    return work.script == null ? System.in.readAllBytes() : contents(work.script);
  }

  private static byte[] contents(Path script) {
    try {
      return Files.readAllBytes(script);
    } catch (IOException e) {
      String why = Files.exists(script) ? "cannot be read" : "is not there";
      throw new Refusal(script + " " + why + ": --script takes a file of commands for sh", e);
    }
  }

  private static void checkQemu() throws InterruptedException {
    try {
      Process version =
          new ProcessBuilder(GuestMachine.QEMU, "--version")
              .redirectOutput(Redirect.DISCARD)
              .start();
      if (version.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      throw new Refusal(NO_QEMU, e);
    }
    throw new Refusal(NO_QEMU);
  }

  private static Path checkout() {
    String home = System.getenv(HOME);
    if (home == null) {
      throw new Refusal(
          "the guest is made by a checkout's scripts: start it with ./fourwave guest");
    }
    return Path.of(home);
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
