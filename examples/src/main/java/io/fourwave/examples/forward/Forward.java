package io.fourwave.examples.forward;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.serve.Converters;
import io.fourwave.examples.serve.StackOptions;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave forward}: whatever the kernel routes to the device is connected onward, to the
 * same address and port, until it is stopped.
 */
@Command(
    name = "forward",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description = {
      "Connects what is routed to the device onward, and answers only then.",
      "A port that is closed there is closed here; what cannot be reached there cannot be here."
    },
    footer = {
      "",
      "The forwarder's own connections must not be routed to the device again. Three ways:",
      "  Clients elsewhere (another machine, a container): route what comes from them, and no more.",
      "    ip rule add iif eth1 lookup 7 && ip route add default dev tun0 table 7",
      "  Clients in a network namespace: move the device there, its other end stays here.",
      "    ip link set tun0 netns NAME && ip -n NAME address add 192.0.2.1/24 dev tun0",
      "    ip -n NAME link set tun0 up && ip -n NAME route add default dev tun0",
      "    (--netns moves the forwarder as well, and its own connections with it.)",
      "  Clients on this machine: with --socks, route everything but the proxy's own address.",
      "    ip route add 198.51.100.0/24 dev tun0",
      "A connection of its own that comes back all the same is told apart, reported and ended."
    })
public final class Forward implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST = 1_000_000;

  /** The environment has it, since a command line can be read by everyone on the machine. */
  private static final String PASSWORD = "FOURWAVE_SOCKS_PASSWORD";

  @Spec private CommandSpec spec;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--socks",
      paramLabel = "HOST:PORT",
      converter = Endpoint.class,
      description = "Connect by way of a SOCKS5 proxy instead of through the kernel.")
  private InetSocketAddress proxy;

  @Option(
      names = "--socks-user",
      paramLabel = "NAME",
      description = "Whom to be at the proxy; the password is in " + PASSWORD + ".")
  private String user;

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "How long a target may take to answer (30s); then its client gets none.")
  private Duration patience = Duration.ofSeconds(30);

  @Option(
      names = "--most",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "Connections at once; further clients wait (4096).")
  private int most = 4_096;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    Upstream upstream = upstream();
    if (options.isElsewhere()) {
      return options.runElsewhere();
    }
    NetworkStack stack = options.start(Forward::terminating, this::say);
    Forwarder forwarder = new Forwarder(stack, upstream, patience, most);
    Thread stop = new Thread(() -> stop(forwarder, stack), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    say("ready: " + ready());
    IOException failure = forwarder.awaitFailure();
    Runtime.getRuntime().removeShutdownHook(stop);
    forwarder.close();
    stack.close(Duration.ZERO);
    options.closeViews();
    throw new Refusal(failure.getMessage(), failure);
  }

  private Upstream upstream() {
    if (patience.compareTo(SHORTEST) < 0 || patience.compareTo(LONGEST) > 0) {
      throw new Refusal("--connect-timeout is 100ms to 5m, not " + Converters.text(patience));
    }
    if (most < 1 || most > MOST) {
      throw new Refusal("--most is 1 to " + MOST + ", not " + most);
    }
    if (proxy == null && user != null) {
      throw new Refusal("--socks-user is of use with --socks only: which proxy is it for?");
    }
    return proxy == null ? Upstream.DIRECT : socks();
  }

  private Upstream socks() {
    String password = System.getenv(PASSWORD);
    if (user != null && password == null) {
      throw new Refusal("--socks-user needs a password: put it into the variable " + PASSWORD);
    }
    try {
      return new Socks5(proxy, user, password);
    } catch (IllegalArgumentException e) {
      throw new Refusal("--socks-user: " + e.getMessage(), e);
    }
  }

  /** At every address; and a client that has died in silence must not stay for ever. */
  static NetworkStack.Builder terminating(NetworkStack.Builder builder) {
    return builder.anyAddress().tcp(kept(builder.tcp()));
  }

  private static TcpSettings kept(TcpSettings tcp) {
    return tcp.with(tcp.keepAlive().switched(true));
  }

  private String ready() {
    return StackOptions.prefix()
        + (StackOptions.prefix().isEmpty() ? "sudo " : "")
        + "ip route add 198.51.100.0/24 dev "
        + options.device()
        + "   (or another network: see 'forward --help' on routes; Ctrl-C stops)";
  }

  /** Runs when SIGTERM or Ctrl-C ends the JVM, which would then say 143 or 130: all went well. */
  private void stop(Forwarder forwarder, NetworkStack stack) {
    forwarder.close();
    stack.close();
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
