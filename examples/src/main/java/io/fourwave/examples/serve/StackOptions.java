package io.fourwave.examples.serve;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.web.LiveRecording;
import io.fourwave.host.EventLoop;
import io.fourwave.link.FaultListener;
import io.fourwave.link.LinkDevice;
import io.fourwave.trace.TraceLog;
import io.fourwave.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about a device and the stack on it, for every command that has one. */
public final class StackOptions {
  private static final Duration LONGEST_BUSY_POLL = Duration.ofSeconds(1);

  @Mixin private LinkOptions link = new LinkOptions();

  @Mixin private WatchOptions watch = new WatchOptions();

  @Mixin private TcpOptions tcp = new TcpOptions();

  @Option(
      names = "--busy-poll",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Look so long for more before sleeping, if that pays: 50us, say (0ms: never).")
  private Duration busyPoll = Duration.ZERO;

  private final Views views = new Views();

  /** Refuses what cannot work, before anything is touched. */
  public void check() {
    link.check();
    watch.check();
    if (link.queues > 1 && (watch.isRecorded() || watch.hasFaults())) {
      throw new Refusal(
          "--queues %d does not go with --capture, --web, --faults and --lose-last-ack: leave it out, as they look at one queue"
              .formatted(link.queues));
    }
    tcp.msl();
    tcp.settings();
    tcp.memory();
    tcp.synCookies();
    if (busyPoll.isNegative() || busyPoll.compareTo(LONGEST_BUSY_POLL) > 0) {
      throw new Refusal("--busy-poll is 0ms to 1s, not " + Converters.text(busyPoll));
    }
  }

  /** Whether the command is to run in another network namespace, by {@link #runElsewhere}. */
  public boolean isElsewhere() {
    return Namespace.isElsewhere(link.netns);
  }

  /** Runs the command again where it is to run, and tells its exit code. */
  public int runElsewhere() throws IOException, InterruptedException {
    return Namespace.runIn(link.netns);
  }

  /**
   * Opens the device and starts a stack on it.
   *
   * @param more what else is to be said of the stack
   * @param say is told what the user has to know
   * @throws Refusal if the device cannot be had
   */
  public NetworkStack start(UnaryOperator<NetworkStack.Builder> more, Consumer<String> say)
      throws IOException {
    List<String> left = new ArrayList<>();
    WatchedLink watched = new TunLink(link, watch, losses(say)).open(left);
    NetworkStack.Builder builder = NetworkStack.over(watched.queues());
    builder.msl(tcp.msl()).memory(tcp.memory()).tcp(tcp.settings());
    builder.synCookies(tcp.synCookies()).busyPoll(busyPoll);
    link.addresses().forEach(builder::address);
    if (watch.trace) {
      builder.observe(new TraceLog(say, EventLoop.clock()));
    }
    if (!left.isEmpty()) {
      say.accept("still to be done, by root: " + String.join(" && ", left));
    }
    LiveRecording live = watched.recorder() == null ? null : recordedBy(watched, builder);
    NetworkStack stack = start(more.apply(builder), watched.queues());
    views.openControl(stack, link.tun);
    if (watch.web != null) {
      views.openWeb(watch.web, stack, live, watched.faults(), say);
    }
    return stack;
  }

  private static LiveRecording recordedBy(WatchedLink watched, NetworkStack.Builder builder) {
    builder.observe(watched.recorder().observer(0)).observe(watched.recorder().ipObserver(0));
    LiveRecording live = new LiveRecording(watched.recorder());
    live.alsoTell(watched.capture());
    return live;
  }

  private NetworkStack start(NetworkStack.Builder builder, List<? extends LinkDevice> queues)
      throws IOException {
    try {
      return builder.start();
    } catch (IllegalArgumentException e) { // an MTU that is too small for what the stack is to do
      for (LinkDevice queue : queues) {
        queue.close();
      }
      throw new Refusal(link.tun + ": " + e.getMessage(), e);
    }
  }

  /** A trace tells what the stack has done; a bad link has to tell what it has done itself. */
  private FaultListener losses(Consumer<String> say) {
    return watch.trace
        ? (fault, way, packet, now) -> say.accept(Losses.line(fault, way, packet))
        : FaultListener.NONE;
  }

  /** Takes away what others look into the stack with; when the stack is closed. */
  public void closeViews() {
    views.close();
  }

  /** Traces even if the command line does not say so. */
  void trace() {
    watch.trace = true;
  }

  /** The device's name. */
  public String device() {
    return link.tun;
  }

  /** The stack's addresses. */
  public List<InetAddress> addresses() {
    return link.addresses();
  }

  /** The first of the stack's addresses, as a user would type it. */
  public String address() {
    return IpAddress.of(addresses().get(0)).toString();
  }

  /** What to type before a command in another shell, so that it is in the network we are in. */
  public static String prefix() {
    return Namespace.prefix();
  }
}
