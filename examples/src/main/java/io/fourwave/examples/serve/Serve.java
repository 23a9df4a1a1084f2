package io.fourwave.examples.serve;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.service.Service;
import io.fourwave.examples.ssh.SshService;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave serve}: opens the device, starts a stack on it and services on the stack, says
 * what to type next, and goes on until it is stopped.
 */
@Command(
    name = "serve",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description =
        "Answers at the stack's address: telnet, ssh, http, echo, discard, daytime, chargen.",
    footer = {
      "",
      "Without root: let root make a device, once (sudo ip tuntap add tun0 mode tun user $USER),",
      "or take a network of your own (unshare -Urn ./fourwave serve)."
    })
public class Serve implements Callable<Integer> {
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;

  @Mixin private StackOptions options = new StackOptions();

  @Mixin private SshOptions ssh = new SshOptions();

  @Option(
      names = "--services",
      split = ",",
      paramLabel = "NAME",
      description = "Which services, separated by commas, or none (all).")
  private List<String> services = Services.NAMES;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "When stopped: how long connections may take to close (5s).")
  private Duration grace = Duration.ofSeconds(5);

  /** Whether segments are printed though no option says so. */
  boolean traces() {
    return false;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    if (options.isElsewhere()) {
      return options.runElsewhere();
    }
    Server server = start();
    Thread stop = new Thread(() -> stop(server), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    say("ready: " + ready());
    IOException failure = server.awaitFailure();
    Runtime.getRuntime().removeShutdownHook(stop);
    server.close(Duration.ZERO);
    options.closeViews();
    throw new Refusal(failure.getMessage(), failure);
  }

  private void check() {
    options.check();
    ssh.check();
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      throw new Refusal("--grace is 0s to 10m, not " + Converters.text(grace));
    }
    if (!services.equals(List.of("none"))) {
      Services.check(services);
    }
  }

  /**
   * Who does without ssh does not wait for its classes; else they load while a device is opened.
   */
  private Server start() throws IOException {
    if (traces()) {
      options.trace();
    }
    SshService shell = services.contains("ssh") ? new SshService(ssh.settings()) : null;
    NetworkStack stack = options.start(builder -> builder, this::say);
    List<Service> all = new ArrayList<>(Services.named(services, stack));
    if (shell == null) {
      return Server.start(stack, all);
    }
    all.add(shell);
    Server server = Server.start(stack, all);
    say(ssh.invitation(shell, options.address()));
    return server;
  }

  private String ready() {
    String type = (services.contains("telnet") ? "telnet " : "ping ") + options.address();
    return StackOptions.prefix() + type + "   (in another shell; Ctrl-C stops)";
  }

  /** Runs when SIGTERM or Ctrl-C ends the JVM, which would then say 143 or 130: all went well. */
  private void stop(Server server) {
    server.close(grace);
    options.closeViews();
    spec.commandLine().getOut().flush();
    Runtime.getRuntime().halt(0);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
