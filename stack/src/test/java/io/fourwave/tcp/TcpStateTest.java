package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fourwave.PrintedPage;
import io.fourwave.tcp.TcpState.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9293's figure 5 as a table: {@code docs/tcp-states.txt}. */
class TcpStateTest {
  private static final EnumSet<Event> OUR_CALLS =
      EnumSet.of(Event.PASSIVE_OPEN, Event.ACTIVE_OPEN, Event.CLOSE_CALLED);

  @Test
  void thePageShowsEveryArrowOfTheStateDiagram() throws IOException {
    Path stack = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    PrintedPage.check(stack.resolveSibling("docs/tcp-states.txt"), print());
  }

  @ParameterizedTest
  @EnumSource(TcpState.class)
  void nothingThatAPeerCanCauseThrows(TcpState state) {
    EnumSet.complementOf(OUR_CALLS).forEach(state::after);
  }

  @ParameterizedTest
  @EnumSource(TcpState.class)
  void everyStateEndsInClosed(TcpState state) {
    assertEquals(TcpState.CLOSED, state.after(Event.GONE));
  }

  @Test
  void closingTwiceIsAMistakeOfOurs() {
    TcpState closed = TcpState.ESTABLISHED.after(Event.CLOSE_CALLED);
    assertThrows(IllegalStateException.class, () -> closed.after(Event.CLOSE_CALLED));
  }

  private static String print() {
    StringBuilder page =
        new StringBuilder(
            """
            The states of a connection (RFC 9293 figure 5), as TcpState.after has them; printed by TcpStateTest.
            -  the state stays as it is
            !  a mistake of our own side: it throws. What a peer can cause never does.

            """);
    page.append("%-13s".formatted(""));
    for (Event event : Event.values()) {
      page.append("%-14s".formatted(event));
    }
    endLine(page);
    for (TcpState state : TcpState.values()) {
      page.append("%-13s".formatted(state));
      for (Event event : Event.values()) {
        page.append("%-14s".formatted(cell(state, event)));
      }
      endLine(page);
    }
    return page.toString();
  }

  private static void endLine(StringBuilder page) {
    page.setLength(page.toString().stripTrailing().length());
    page.append('\n');
  }

  private static String cell(TcpState state, Event event) {
    try {
      TcpState after = state.after(event);
      return after == state ? "-" : after.toString();
    } catch (IllegalStateException misuse) {
      return "!";
    }
  }
}
