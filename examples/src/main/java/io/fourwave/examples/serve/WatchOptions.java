package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.link.Faults;
import java.nio.file.Path;
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
      description = "Make the link bad: loss=5%%,dup=2%%,reorder=5%%,corrupt=0.5%%,delay=10ms.")
  private Faults faults;

  @Option(
      names = "--lose-last-ack",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "Lose the last ACK of a close N times, and see the FIN come again.")
  int lostLastAcks;

  /** How bad the link is. */
  Faults faults() {
    return faults == null ? Faults.NONE : faults;
  }

  /** Whether there is anything wrong with the link. */
  boolean hasFaults() {
    return faults != null || lostLastAcks > 0;
  }

  /** Refuses what cannot work. */
  void check() {
    if (lostLastAcks > MOST_LOST) {
      throw new Refusal("--lose-last-ack is 0 to " + MOST_LOST + ", not " + lostLastAcks);
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
