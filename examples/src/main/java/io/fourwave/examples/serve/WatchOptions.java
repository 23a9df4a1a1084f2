package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.link.Faults;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options about seeing what happens, and making it happen. */
final class WatchOptions {
  private static final int MOST_LOST = 100;

  @Option(
      names = "--trace",
      description = "Print each segment, the states before and after, and the rule that decided.")
  boolean trace;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = "Write what the stack sees to a pcapng file, for tcpdump -r and Wireshark.")
  Path capture;

  @Option(
      names = "--faults",
      paramLabel = "SPEC",
      converter = FaultsOf.class,
      description = {
        "Make the link bad: loss=5%%,dup=2%%,reorder=5%%,corrupt=0.5%%,delay=10ms;",
        "burst=3 loses in a row, late=10ms reorders by so much,",
        "rate=10mbit,queue=64kb is a bottleneck."
      })
  private Faults faults;

  @Option(
      names = "--lose-last-ack",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "Lose the last ACK of a close N times, and see the FIN come again.")
  int lostLastAcks;

  @Option(
      names = "--web",
      paramLabel = "[HOST:]PORT",
      converter = WebAddress.class,
      description =
          "Show it all in a browser, and lose packets from there; on 127.0.0.1 if no host.")
  InetSocketAddress web;

  /** Whether someone wants to know of each packet. */
  boolean isRecorded() {
    return capture != null || web != null;
  }

  /** How bad the link is. */
  Faults faults() {
    return faults == null ? Faults.NONE : faults;
  }

  /** Whether there is anything wrong with the link, or may be: the browser has buttons for that. */
  boolean hasFaults() {
    return faults != null || lostLastAcks > 0 || web != null;
  }

  /** Refuses what cannot work. */
  void check() {
    if (lostLastAcks > MOST_LOST) {
      throw new Refusal("--lose-last-ack is 0 to " + MOST_LOST + ", not " + lostLastAcks);
    }
  }

  /** {@code 8080}, {@code 127.0.0.1:8080}, {@code [::1]:8080}. Names are not looked up. */
  static final class WebAddress implements ITypeConverter<InetSocketAddress> {
    private static final Pattern FORM = Pattern.compile("(?:\\[?([^\\[\\]]+)]?:)?(\\d{1,5})");

    @Override
    public InetSocketAddress convert(String text) {
      Matcher matcher = FORM.matcher(text);
      int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
      if (port < 0 || port > 65_535) {
        throw new TypeConversionException(
            "'" + text + "' is no place for a page: write it like 8080 or 127.0.0.1:8080");
      }
      String host = matcher.group(1) == null ? "127.0.0.1" : matcher.group(1);
      return new InetSocketAddress(new Converters.Address().convert(host), port);
    }
  }

  /** Faults as {@link Faults#parse} reads them. */
  static final class FaultsOf implements ITypeConverter<Faults> {
    @Override
    public Faults convert(String text) {
      try {
        return Faults.parse(text);
      } catch (IllegalArgumentException e) {
        String subject = "faults '" + text.strip() + "': "; // the option's name says so already
        throw new TypeConversionException(e.getMessage().replace(subject, ""));
      }
    }
  }
}
