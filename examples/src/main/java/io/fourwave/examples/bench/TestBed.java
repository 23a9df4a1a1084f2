package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers' processes and the links to them. All of it is in the network namespace of this
 * process, but for the kernel's server, which has one of its own; both are gone with their
 * processes.
 */
public final class TestBed implements AutoCloseable {
  private final List<ChildJvm> children = new ArrayList<>();
  private final ChildJvm subject;
  private final ChildJvm relay;
  private final ChildJvm kernelServer;

  /**
   * Builds it.
   *
   * @param ways in which is served
   * @param profile where Java Flight Recorder leaves what the stack's process did, or null
   */
  public TestBed(List<Way> ways, Path profile) throws IOException {
    try {
      subject = start(List.of(), recording(profile), Subject.class, words(ways, Side.FOURWAVE));
      relay = start(List.of(), List.of(), Relay.class);
      kernelServer =
          start(
              PrivateNetwork.WRAPPER, List.of(), KernelServer.class, KernelTcp.congestionControl());
      connect();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static String[] words(List<Way> ways, Side side) {
    return ways.stream().filter(way -> way.side() == side).map(Way::word).toArray(String[]::new);
  }

  private static List<String> recording(Path profile) {
    return profile == null
        ? List.of()
        : List.of("-XX:StartFlightRecording:settings=profile,filename=" + profile.toAbsolutePath());
  }

  private ChildJvm start(
      List<String> wrapper, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    ChildJvm child = ChildJvm.start(wrapper, options, main, arguments);
    children.add(child);
    return child;
  }

  private void connect() throws IOException {
    relay.awaitReady();
    kernelServer.awaitReady();
    for (Link link : Link.of(Side.KERNEL)) {
      PrivateNetwork.configure(
          "ip", "link", "set", link.far(), "netns", String.valueOf(kernelServer.pid()));
    }
    kernelServer.goOn();
    kernelServer.awaitReady();
    subject.awaitReady();
  }

  /** The processor time that a side has used; the kernel's is the server's and the relay's. */
  public Duration cpu(Side side) {
    return side == Side.FOURWAVE ? subject.cpu() : relay.cpu().plus(kernelServer.cpu());
  }

  /** The numbers of the servers' processes. */
  public List<Long> processes() {
    return children.stream().map(ChildJvm::pid).toList();
  }

  @Override
  public void close() {
    children.forEach(ChildJvm::close);
  }
}
