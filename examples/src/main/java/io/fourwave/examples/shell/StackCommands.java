package io.fourwave.examples.shell;

import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The commands that show the stack from the inside, for every shell: a word in, a text out. It
 * knows no socket; what it shows comes from whoever made it. For one thread.
 */
public final class StackCommands {
  /** A line for each command. */
  public static final String HELP =
      """
        state          this connection's control block, as the stack sees it
        connections    every connection of the stack, TIME-WAIT too
        counters       what was counted, drops by reason too
      """;

  /** Where something to show comes from, if the stack still runs. */
  public interface Source<T> {
    /** Takes a fresh one. */
    T take() throws IOException;
  }

  private final Source<ConnectionStatus> state;
  private final Source<List<ConnectionStatus>> connections;
  private final Source<Map<String, Long>> counters;

  /**
   * Commands that show what these sources give.
   *
   * @param state of the connection that the shell's user sits at
   */
  public StackCommands(
      Source<ConnectionStatus> state,
      Source<List<ConnectionStatus>> connections,
      Source<Map<String, Long>> counters) {
    this.state = state;
    this.connections = connections;
    this.counters = counters;
  }

  /**
   * Answers a command, in any case.
   *
   * @return lines that end with {@code '\n'}; empty if it is none of these commands
   */
  public Optional<String> answer(String command) throws IOException {
    return switch (command.toLowerCase(Locale.ROOT)) {
      case "state" -> Optional.of(ConnectionReport.of(state.take()));
      case "connections" -> Optional.of(ConnectionReport.table(connections.take()));
      case "counters" -> Optional.of(counted());
      default -> Optional.empty();
    };
  }

  private String counted() throws IOException {
    StringBuilder list = new StringBuilder();
    counters.take().entrySet().stream()
        .filter(counter -> counter.getValue() != 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(c -> list.append(String.format("  %-32s %d\n", c.getKey(), c.getValue())));
    return list.toString();
  }
}
