package io.fourwave.examples.bench;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** How connections are served; each way has ports of its own, so that all can wait side by side. */
public enum Way {
  /** The kernel's TCP with blocking sockets, and a thread for each connection; always measured. */
  KERNEL("kernel", Side.KERNEL),
  /** The kernel's TCP, and one thread for all connections. */
  KERNEL_NIO("kernel-nio", Side.KERNEL),
  /** Blocking sockets, and a thread for each connection. */
  BLOCKING("blocking", Side.FOURWAVE),
  /** Handlers on the stack's own thread, with a view of the rings. */
  HANDLER("handler", Side.FOURWAVE),
  /** Channels of {@code java.nio}, and one thread with a selector for all connections. */
  NIO("nio", Side.FOURWAVE),
  /** Netty over the same channels, also with one thread. */
  NETTY("netty", Side.FOURWAVE);

  /** What is measured if nothing is said. */
  static final List<Way> STANDARD = List.of(KERNEL, KERNEL_NIO, BLOCKING, HANDLER);

  private static final int PORTS = 1_000;

  private final String word;
  private final Side side;

  Way(String word, Side side) {
    this.word = word;
    this.side = side;
  }

  /** The way of that word, or null. */
  static Way of(String word) {
    return Arrays.stream(values()).filter(way -> way.word.equals(word)).findFirst().orElse(null);
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(Way::word).toList();
  }

  /** What it is called on the command line, in the table and in JSON. */
  public String word() {
    return word;
  }

  /** Whose TCP it is. */
  public Side side() {
    return side;
  }

  /** Where it serves on every address. */
  InetSocketAddress everywhere(Service service) {
    return new InetSocketAddress(port(service));
  }

  /** Where it serves. */
  int port(Service service) {
    return PORTS * ordinal() + service.port();
  }
}
