package io.fourwave.examples.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the figures are true of.
 *
 * @param processors how many the JVM may use
 * @param model of the processors
 * @param kernel its name and version
 * @param congestionControl of the kernel's TCP, in this network
 * @param java the JVM's version
 * @param load processes that wanted to run, on average, in the minute before
 */
public record Machine(
    int processors,
    String model,
    String kernel,
    String congestionControl,
    String java,
    double load) {
  /** Half as many processes as there are processors, before we begin, are other people's work. */
  private static final double BUSY = 0.5;

  /** This machine, now. */
  public static Machine here() throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorModel(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        KernelTcp.congestionControl(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processorModel() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst("[^:]*:", "").strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** Whether others were at work when this was looked at. */
  public boolean isBusy() {
    return load > BUSY * processors;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d x %s; %s, %s; %s; load %.1f",
        processors,
        model,
        kernel,
        congestionControl,
        java,
        load);
  }
}
