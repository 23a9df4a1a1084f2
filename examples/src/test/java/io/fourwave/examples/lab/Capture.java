package io.fourwave.examples.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a real tcpdump sees on the device: TCP segments, read back with {@code tcpdump -r}. */
public final class Capture implements AutoCloseable {
  private static final Pattern SEGMENT =
      Pattern.compile(
          "IP6? (\\S+)\\.(\\d+) > (\\S+)\\.(\\d+): Flags \\[([^]]*)](?:, seq (\\d+)\\S*)?.*"
              + "length (\\d+).*");

  /** What tcpdump says when it is asked how far it is. */
  private static final Pattern TAKEN =
      Pattern.compile(
          "(\\d+) packets? captured, (\\d+) packets? received by filter, (\\d+) packets? dropped");

  /**
   * A segment.
   *
   * @param fromPort where it comes from
   * @param toPort where it goes
   * @param flags as tcpdump writes them, {@code F.} say
   * @param length octets of text
   */
  public record Seen(int fromPort, int toPort, String flags, int length) {
    /** Whether it has a FIN. */
    public boolean hasFin() {
      return flags.contains("F");
    }
  }

  private final Path file;
  private final Program tcpdump;

  private Capture(Path file, Program tcpdump) {
    this.file = file;
    this.tcpdump = tcpdump;
  }

  /**
   * Begins a capture; it has begun when this returns.
   *
   * @param device the interface
   * @param filter which packets, as tcpdump takes it; may be empty
   */
  public static Capture of(String device, String filter) {
    try {
      Path file = Files.createTempFile("fourwave", ".pcap");
      List<String> command = new ArrayList<>(List.of("tcpdump", "--immediate-mode", "-Z", "root"));
      // By default there is room for 16 packets: a tcpdump that does not run for a moment loses
      // some.
      command.addAll(List.of("-B", "32768", "-s", "65535"));
      command.addAll(List.of("-i", device, "-n", "-U", "-w", file.toString()));
      if (!filter.isEmpty()) {
        command.add(filter);
      }
      Program tcpdump = Program.start(command);
      tcpdump.awaitOutput("listening on");
      return new Capture(file, tcpdump);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the capture and reads it back, a line for each packet. */
  public List<String> lines() {
    end(tcpdump);
    return read(file);
  }

  /**
   * Ends a tcpdump that writes a file, once it has taken all that the kernel keeps for it: the
   * signal to end would have it forget the rest. Not for the loopback device, which shows it each
   * packet twice and has it count that once.
   */
  public static void end(Program tcpdump) {
    Lab.await("tcpdump to take all packets", () -> !tcpdump.isRunning() || hasTakenAll(tcpdump));
    tcpdump.signal("INT");
    tcpdump.exitCode();
  }

  /** Asks it how far it is; the answer may be the one to an earlier question. */
  private static boolean hasTakenAll(Program tcpdump) {
    tcpdump.signal("USR1");
    return TAKEN
        .matcher(tcpdump.output())
        .results()
        .reduce((earlier, last) -> last)
        .filter(last -> number(last, 1) + number(last, 3) >= number(last, 2))
        .isPresent();
  }

  private static long number(MatchResult of, int group) {
    return Long.parseLong(of.group(group));
  }

  /** Ends the capture and reads its TCP segments back. */
  public List<Seen> segments() {
    return parse(lines());
  }

  /** Reads any capture back, a line for each packet. */
  public static List<String> read(Path capture) {
    return Program.run("tcpdump", "-n", "-r", capture.toString())
        .lines()
        .filter(line -> line.contains(" > "))
        .toList();
  }

  /** The TCP segments among lines of tcpdump. */
  public static List<Seen> parse(List<String> lines) {
    List<Seen> segments = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = SEGMENT.matcher(line);
      if (matcher.find()) {
        segments.add(
            new Seen(
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(4)),
                matcher.group(5),
                Integer.parseInt(matcher.group(7))));
      }
    }
    return segments;
  }

  @Override
  public void close() {
    tcpdump.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
