package io.fourwave.examples.serve;

import static io.fourwave.link.FaultListener.NONE;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.service.Service;
import io.fourwave.examples.ssh.SshService;
import io.fourwave.examples.ssh.SshSettings;
import io.fourwave.host.EventLoop;
import io.fourwave.link.FaultListener;
import io.fourwave.link.LinkDevice;
import io.fourwave.trace.TraceLog;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
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

  @Mixin private LinkOptions link = new LinkOptions();

  @Mixin private WatchOptions watch = new WatchOptions();

  @Mixin private TcpOptions tcp = new TcpOptions();

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

  /** Whether segments are printed. */
  boolean traces() {
    return watch.trace;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    if (Namespace.isElsewhere(link.netns)) {
      return Namespace.runIn(link.netns);
    }
    Server server = start();
    Thread stop = new Thread(() -> stop(server), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    say("ready: " + ready());
    IOException failure = server.awaitFailure();
    Runtime.getRuntime().removeShutdownHook(stop);
    server.close(Duration.ZERO);
    throw new Refusal(failure.getMessage(), failure);
  }

  private void check() {
    link.check();
    watch.check();
    ssh.check();
    tcp.msl();
    tcp.settings();
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      throw new Refusal("--grace is 0s to 10m, not " + Converters.text(grace));
    }
    if (!services.equals(List.of("none"))) {
      Services.check(services);
    }
  }

  private Server start() throws IOException {
    List<Service> early = ssh();
    List<String> left = new ArrayList<>();
    LinkDevice device = new TunLink(link, watch, losses()).open(left);
    NetworkStack stack = start(device);
    early.addAll(Services.named(services, stack));
    Server server = Server.start(stack, early);
    if (!left.isEmpty()) {
      say("still to be done, by root: " + String.join(" && ", left));
    }
    return server;
  }

  /**
   * The ssh service, if it is wanted: else nobody waits for its classes to be loaded. They are
   * while the device is opened.
   */
  private List<Service> ssh() throws IOException {
    List<Service> wanted = new ArrayList<>();
    if (services.contains("ssh")) {
      SshSettings settings = ssh.settings();
      say(ssh.invitation(settings, address()));
      wanted.add(new SshService(settings));
    }
    return wanted;
  }

  private NetworkStack start(LinkDevice device) {
    NetworkStack.Builder builder = NetworkStack.over(device).msl(tcp.msl()).tcp(tcp.settings());
    for (InetAddress address : link.addresses()) {
      builder.address(address);
    }
    if (traces()) {
      builder.observe(new TraceLog(this::say, EventLoop.clock()));
    }
    return builder.start();
  }

  /** A trace tells what the stack has done; a bad link has to tell what it has done itself. */
  private FaultListener losses() {
    return traces() ? (fault, way, packet, now) -> say(Losses.line(fault, way, packet)) : NONE;
  }

  private String ready() {
    String prefix = Namespace.prefix();
    String type = services.contains("telnet") ? "telnet " + address() : "ping " + address();
    return prefix + type + "   (in another shell; Ctrl-C stops)";
  }

  private String address() {
    return IpAddress.of(link.addresses().get(0)).toString();
  }

  /** Runs when SIGTERM or Ctrl-C ends the JVM, which would then say 143 or 130: all went well. */
  private void stop(Server server) {
    server.close(grace);
    spec.commandLine().getOut().flush();
    Runtime.getRuntime().halt(0);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
