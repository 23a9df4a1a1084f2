package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The network namespace that an integration test runs in: nothing in it but a loopback, and we are
 * root. Start the JVM with {@code unshare -n sh -c 'ip link set lo up; exec java
 * -Dfourwave.netns=private …'}.
 */
final class PrivateNetwork {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private PrivateNetwork() {}

  /** Skips the test unless it can make interfaces without disturbing anybody. */
  static void assumed() {
    assumeTrue(
        "private".equals(System.getProperty("fourwave.netns")),
        "needs a network namespace of its own: unshare -n java -Dfourwave.netns=private");
    Path node = Path.of(TunErrors.NODE);
    assumeTrue(Files.isReadable(node) && Files.isWritable(node), "needs to open " + node);
  }

  /**
   * Skips the test if this JVM has no IPv6: it looks once, when it starts, whether any interface
   * has an address, so the loopback must have been up by then.
   */
  static void ipv6Assumed() {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
    } catch (UnsupportedOperationException | IOException e) {
      abort("needs a JVM with IPv6: before it starts, ip link set lo up (" + e + ")");
    }
  }

  /** Waits for a packet of a kind and passes over all others; fails if none comes. */
  static void receive(LinkDevice device, Packet into, Predicate<Packet> wanted) throws IOException {
    receive(List.of(device), into, wanted);
  }

  /** The same on several queues; all but the first are looked at every millisecond. */
  static LinkDevice receive(
      List<? extends LinkDevice> queues, Packet into, Predicate<Packet> wanted) throws IOException {
    long pause = queues.size() == 1 ? PATIENCE : TimeUnit.MILLISECONDS.toNanos(1);
    long deadline = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < deadline) {
      for (LinkDevice queue : queues) {
        while (queue.read(into, System.nanoTime())) {
          if (wanted.test(into)) {
            return queue;
          }
        }
      }
      queues.get(0).await(pause, false);
    }
    return fail("no such packet has arrived");
  }

  /** Descriptors this process has open of the kinds we open; the JVM opens files as it likes. */
  static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(PrivateNetwork::isOfOurKind).count();
    }
  }

  private static boolean isOfOurKind(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.equals(TunErrors.NODE)
          || target.contains("eventfd")
          || target.startsWith("socket:");
    } catch (IOException e) {
      return false; // closed since it was listed
    }
  }
}
