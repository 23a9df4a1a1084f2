package io.fourwave.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.examples.lab.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main method in a JVM of its own, on the stack: the command line is what ./fourwave makes. */
final class OnTheStack {
  static final String STACK = "192.0.2.2";
  static final String KERNEL = "192.0.2.1";

  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path AGENT = BASE.resolveSibling("examples/target/fourwave-agent.jar");

  private OnTheStack() {}

  /** Skips the test unless it has a network namespace to itself. */
  static void requirePrivateNetwork() {
    assumeTrue(
        "private".equals(System.getProperty("fourwave.netns")),
        "needs a network namespace of its own: run it with 'sudo ./fourwave test'");
  }

  /** The class path of this module: everything in the latest version. */
  static String everything() {
    return System.getProperty("java.class.path");
  }

  /** What was compiled here with Netty 4.1, to which it was not compiled. */
  static String netty41() {
    return BASE.resolve("target/netty-4.1") + "/*:" + BASE.resolve("target/classes");
  }

  static Program start(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-javaagent:" + AGENT + "=", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return Program.start(command);
  }

  /** Stops a server, so that the device is free again. */
  static void stop(Program server) {
    server.signal("TERM");
    assertTrue(server.exitCode() == 0 || server.exitCode() == 143, server::output);
  }
}
