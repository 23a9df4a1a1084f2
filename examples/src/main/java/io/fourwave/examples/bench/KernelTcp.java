package io.fourwave.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The settings of the kernel's TCP in the network that this process is in. */
public final class KernelTcp {
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
  private static final String CONGESTION_CONTROL = "tcp_congestion_control";

  private KernelTcp() {}

  /** The congestion control of new connections. */
  public static String congestionControl() throws IOException {
    return read(CONGESTION_CONTROL);
  }

  /**
   * Chooses the congestion control of new connections.
   *
   * @throws Refusal if the kernel has no such
   */
  public static void chooseCongestionControl(String name) throws IOException {
    if (name.equals(congestionControl())) {
      return;
    }
    String available = read("tcp_available_congestion_control");
    if (!List.of(available.split(" ")).contains(name)) {
      throw new Refusal("the kernel has no congestion control '" + name + "': it has " + available);
    }
    write(CONGESTION_CONTROL, name);
  }

  /**
   * Gives a client ports enough: one that closes first keeps its port for a minute, and with tens
   * of thousands of connections a second has to be allowed what RFC 6191 allows.
   */
  public static void manyPorts() throws IOException {
    write("ip_local_port_range", "1024 65535");
    write("tcp_tw_reuse", "1");
  }

  private static String read(String setting) throws IOException {
    return Files.readString(SETTINGS.resolve(setting), UTF_8).strip();
  }

  /**
   * Sets something of the network that this process is in, {@code tcp_rmem} for example.
   *
   * @throws Refusal if the kernel does not want it
   */
  public static void write(String setting, String value) throws IOException {
    try {
      Files.writeString(SETTINGS.resolve(setting), value, UTF_8);
    } catch (IOException e) {
      throw new Refusal("cannot set the network's " + setting + ": " + e.getMessage(), e);
    }
  }
}
