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
    footer = {
      "",
      "In the guest: telnet $stack, ssh guest@$stack (password guest). exit, or Ctrl-A X, ends it."
    })
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

  @Option(
      names = "--run",
      paramLabel = "COMMANDS",
      description = "Run these in it, as sh reads them.")
  private String commands;

  @Option(names = "--script", paramLabel = "FILE", description = "Run what is in a file.")
  private Path script;

  @Option(
      names = "--accel",
      paramLabel = "kvm|tcg|auto",
      description = "What runs it: the processor, a translator, or the first that works (auto).")
  private String accelerator = "auto";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Accelerator> wanted = Accelerator.named(accelerator);
    String image = System.getenv(IMAGE);
    return image == null ? outside() : inside(new GuestImage(Path.of(image)), wanted);
  }

  private int outside() throws IOException, InterruptedException {
    checkScript();
    checkQemu();
    PrivateNetwork.check();
    GuestImage image = GuestImage.of(checkout(), this::say);
    Process there = PrivateNetwork.start(IMAGE, image.directory().toString());
    if (isInteractive()) {
      say("to watch, in another shell: " + PrivateNetwork.prefix(there) + "tcpdump -n -i tun0");
    }
    return there.waitFor();
  }

  private int inside(GuestImage image, Optional<Accelerator> wanted)
      throws IOException, InterruptedException {
    try (GuestSession session = GuestSession.open(image)) {
      Accelerator chosen = wanted.isPresent() ? wanted.get() : session.best(this::say);
      if (isInteractive()) {
        return session.console(chosen);
      }
      return session.run(chosen, script());
    }
  }

  private boolean isInteractive() throws IOException, InterruptedException {
    return commands == null && script == null && Terminal.isThere();
  }

  private byte[] script() throws IOException {
    if (commands != null) {
      return commands.getBytes(UTF_8);
    }
    return script == null ? System.in.readAllBytes() : Files.readAllBytes(script);
  }

  private void checkScript() {
    if (script == null) {
      return;
    }
    if (commands != null) {
      throw new Refusal("--run and --script at once: the guest runs one of them");
    }
    if (!Files.isRegularFile(script) || !Files.isReadable(script)) {
      throw new Refusal(script + " is no file to be read: --script takes one with commands for sh");
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
