package io.fourwave.examples.telnet;

import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The small shell behind Telnet: a line in, an answer out. It knows no socket; what it shows comes
 * from whoever made it. For one thread.
 */
final class LineShell {
  /** The commands, for whoever completes them. */
  static final List<String> COMMANDS =
      List.of("state", "connections", "counters", "close-later", "abort", "quit", "help");

  private static final int LONGEST_WAIT_SECONDS = 600;

  private static final String HELP =
      """
        state          this connection's control block, as the stack sees it
        connections    every connection of the stack, TIME-WAIT too
        counters       what was counted, drops by reason too
        close-later N  when you close (Ctrl-D), go on sending for N seconds, then close
        abort          end the connection with a reset
        quit           close first, so that TIME-WAIT is on this side
        help           this
      Anything else is said back to you. Ctrl-D ends the session.
      """;

  /** What happens after an answer. */
  enum Then {
    READ_ON,
    CLOSE,
    ABORT
  }

  /**
   * @param text to print, each line ended with {@code '\n'}
   * @param then what happens next
   */
  record Answer(String text, Then then) {}

  /** Where something to show comes from, if the stack still runs. */
  interface Source<T> {
    T take() throws IOException;
  }

  private final Source<ConnectionStatus> state;
  private final Source<List<ConnectionStatus>> connections;
  private final Source<Map<String, Long>> counters;
  private Duration closeLater = Duration.ZERO;

  LineShell(
      Source<ConnectionStatus> state,
      Source<List<ConnectionStatus>> connections,
      Source<Map<String, Long>> counters) {
    this.state = state;
    this.connections = connections;
    this.counters = counters;
  }

  /** How long to go on sending after the user has closed. */
  Duration closeLater() {
    return closeLater;
  }

  /** Answers a line. */
  Answer answer(String line) throws IOException {
    String[] words = line.strip().split("\\s+", 2);
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "" -> readOn("");
      case "help", "?" -> readOn(HELP);
      case "state" -> readOn(ConnectionReport.of(state.take()));
      case "connections" -> readOn(ConnectionReport.table(connections.take()));
      case "counters" -> readOn(counted());
      case "close-later" -> readOn(closeLater(words.length > 1 ? words[1] : ""));
      case "abort" -> new Answer("", Then.ABORT);
      case "quit", "exit", "bye" -> new Answer("bye\n", Then.CLOSE);
      default -> readOn("you said: " + line + "\n");
    };
  }

  private static Answer readOn(String text) {
    return new Answer(text, Then.READ_ON);
  }

  private String counted() throws IOException {
    StringBuilder list = new StringBuilder();
    counters.take().entrySet().stream()
        .filter(counter -> counter.getValue() != 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(c -> list.append(String.format("  %-32s %d\n", c.getKey(), c.getValue())));
    return list.toString();
  }

  private String closeLater(String seconds) {
    if (!seconds.matches("\\d{1,3}") || Integer.parseInt(seconds) > LONGEST_WAIT_SECONDS) {
      return "close-later takes a number of seconds, 0 to %d: close-later 3\n"
          .formatted(LONGEST_WAIT_SECONDS);
    }
    closeLater = Duration.ofSeconds(Integer.parseInt(seconds));
    return "when you close, I shall go on for " + closeLater.toSeconds() + " s, then close\n";
  }
}
