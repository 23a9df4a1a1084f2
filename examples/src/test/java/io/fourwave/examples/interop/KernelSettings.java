package io.fourwave.examples.interop;

import io.fourwave.examples.lab.Program;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of the kernel's that are put back in the end. */
final class KernelSettings implements AutoCloseable {
  private final Map<String, String> before = new LinkedHashMap<>();

  /** Changes {@code net.ipv4.NAME}, which is IPv6's as well. */
  KernelSettings with(String name, Object value) {
    String key = "net.ipv4." + name;
    before.computeIfAbsent(key, k -> Program.run("sysctl", "-n", k).strip());
    write(key, value.toString());
    return this;
  }

  private static void write(String key, String value) {
    Program.run("sysctl", "-qw", key + "=" + value);
  }

  @Override
  public void close() {
    before.forEach(KernelSettings::write);
    before.clear();
  }
}
