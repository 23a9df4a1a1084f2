package io.fourwave.examples.telnet;

import io.fourwave.examples.shell.StackCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The small shell behind Telnet: a line in, an answer out. It knows no socket; what it shows comes
 * from the commands that all shells have. For one thread.
 */
final class LineShell {
  /** The commands, for whoever completes them. */
  static final List<String> COMMANDS =
      List.of("state", "connections", "counters", "close-later", "abort", "quit", "help");

  private static final int LONGEST_WAIT_SECONDS = 600;

  private static final String HELP =
      StackCommands.HELP
          + """
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

  private final StackCommands commands;
  private Duration closeLater = Duration.ZERO;

  LineShell(StackCommands commands) {
    this.commands = commands;
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
      case "close-later" -> readOn(closeLater(words.length > 1 ? words[1] : ""));
      case "abort" -> new Answer("", Then.ABORT);
      case "quit", "exit", "bye" -> new Answer("bye\n", Then.CLOSE);
      default -> readOn(commands.answer(words[0]).orElse("you said: " + line + "\n"));
    };
  }

  private static Answer readOn(String text) {
    return new Answer(text, Then.READ_ON);
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
