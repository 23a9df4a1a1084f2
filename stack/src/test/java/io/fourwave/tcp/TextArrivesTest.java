package io.fourwave.tcp;

import io.fourwave.tcp.conversation.Arrival;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 9293 §3.10.7.4 in the synchronized states, sixth to eighth check, and TIME-WAIT, row by row.
 * See {@link Arrival} for how to read them.
 */
class TextArrivesTest {
  static Stream<Arrival> text() {
    return Arrival.table(
        """
        in                    | arrives             | after | answer       | told    | counted
        established           | P. nxt nxt 10       | same  | . nxt nxt+10 | text 10 | -
        established           | . nxt nxt 10        | same  | . nxt nxt+10 | text 10 | -
        established           | P.UEW nxt nxt 10    | same  | . nxt nxt+10 | urgent  | -
        established           | P. nxt+5 nxt 10     | same  | . nxt nxt    | -       | OUT_OF_ORDER
        established           | P. edge-1 nxt 1     | same  | . nxt nxt    | -       | OUT_OF_ORDER
        established           | P. edge-5 nxt 10    | same  | . nxt nxt    | -       | OUT_OF_ORDER
        established           | P. nxt-5 nxt 10     | same  | . nxt nxt+5  | text 5  | -
        fin_wait_1 fin_wait_2 | P. nxt nxt 10       | FIN-WAIT-2 | . nxt nxt+10 | text 10 | -
        fin_wait_1            | P. nxt una 10       | same  | . nxt nxt+10 | text 10 | -
        fin_wait_2            | P. nxt-5 nxt 10     | same  | . nxt nxt+5  | text 5  | -
        fin_wait_2            | P. nxt+5 nxt 10     | same  | . nxt nxt    | -       | OUT_OF_ORDER
        """);
  }

  @ParameterizedTest
  @Tag("MAY-13")
  @Tag("SHLD-31")
  @MethodSource("text")
  void whatIsNewOfATextIsTakenAndAcknowledged(Arrival row) {
    row.check();
  }

  static Stream<Arrival> textAfterTheFin() {
    return Arrival.table(
        """
        in                          | arrives         | after | answer | told | counted
        close_wait closing last_ack | P. nxt una 10   | same  | -      | -    | UNWANTED_TEXT
        close_wait closing last_ack | P. nxt+5 una 10 | same  | -      | -    | UNWANTED_TEXT
        close_wait closing last_ack | P.U nxt una 10  | same  | -      | -    | UNWANTED_TEXT
        close_wait closing last_ack | .U nxt una      | same  | -      | -    | -
        close_wait closing last_ack | F. nxt una      | same  | -      | -    | -
        """);
  }

  @ParameterizedTest
  @MethodSource("textAfterTheFin")
  void nothingIsTakenAfterThePeersFin(Arrival row) {
    row.check();
  }

  static Stream<Arrival> fins() {
    return Arrival.table(
        """
        in         | arrives           | after      | answer       | told    | counted
        established | F. nxt nxt       | CLOSE-WAIT | . nxt nxt+1  | end     | -
        established | FP. nxt nxt 10   | CLOSE-WAIT | . nxt nxt+11 | text 10 | -
        established | FP. nxt-5 nxt 10 | CLOSE-WAIT | . nxt nxt+6  | text 5  | -
        established | FP. nxt-5 nxt 5  | CLOSE-WAIT | . nxt nxt+1  | end     | -
        established | FP.U nxt nxt 10  | CLOSE-WAIT | . nxt nxt+11 | urgent  | -
        established | F. nxt+5 nxt     | same       | . nxt nxt    | -       | -
        established | FP. nxt+5 nxt 10 | same       | . nxt nxt    | -       | OUT_OF_ORDER
        established | FP. edge-9 nxt 9 | same       | . nxt nxt    | -       | OUT_OF_ORDER
        fin_wait_2  | F. nxt nxt       | TIME-WAIT  | . nxt nxt+1  | end     | TIME_WAIT
        fin_wait_2  | FP. nxt nxt 10   | TIME-WAIT  | . nxt nxt+11 | text 10 | TIME_WAIT
        fin_wait_2  | F. nxt+5 nxt     | same       | . nxt nxt    | -       | -
        """);
  }

  @ParameterizedTest
  @MethodSource("fins")
  void aFinIsTakenInItsTurn(Arrival row) {
    row.check();
  }

  static Stream<Arrival> closedWindow() {
    return Arrival.table(
        """
        in               | arrives         | after  | answer    | told   | counted
        established_full | P. nxt nxt 10   | same   | . nxt nxt | -      | -
        established_full | F. nxt nxt      | same   | . nxt nxt | -      | -
        established_full | P. nxt+1 nxt 10 | same   | . nxt nxt | -      | OUT_OF_WINDOW
        established_full | . nxt+1 nxt     | same   | . nxt nxt | -      | OUT_OF_WINDOW
        established_full | . nxt nxt       | same   | -         | -      | -
        established_full | .U nxt nxt      | same   | -         | urgent | -
        established_full | R nxt           | CLOSED | -         | RESET  | ESTABLISHED_RESET
        established_full | R nxt+1         | same   | -         | -      | OUT_OF_WINDOW
        established_full | S nxt           | same   | . nxt nxt | -      | CHALLENGED CHALLENGE_ACK
        established_full | S nxt+1         | same   | . nxt nxt | -      | OUT_OF_WINDOW
        established_full | . nxt nxt+1     | same   | . nxt nxt | -      | BAD_ACK CHALLENGE_ACK
        """);
  }

  @ParameterizedTest
  @MethodSource("closedWindow")
  void aClosedWindowTakesAcksUrgentPointersAndResetsAlone(Arrival row) {
    row.check();
  }

  static Stream<Arrival> timeWait() {
    return Arrival.table(
        """
        in        | arrives              | after | answer    | told | counted
        time_wait | F. nxt-1 nxt         | same  | . nxt nxt | -    | -
        time_wait | FP. nxt-9 nxt 8      | same  | . nxt nxt | -    | -
        time_wait | . nxt nxt            | same  | -         | -    | -
        time_wait | . nxt nxt+1          | same  | -         | -    | -
        time_wait | P. nxt-9 nxt 8       | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | P. nxt nxt 8         | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | . nxt-1 nxt          | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | . nxt+99999 nxt      | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | S irs                | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | S nxt-1              | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | S. irs nxt           | same  | . nxt nxt | -    | TIME_WAIT
        time_wait | R nxt                | same  | -         | -    | TIME_WAIT
        time_wait | R. nxt nxt           | same  | -         | -    | TIME_WAIT
        time_wait | R nxt+1              | same  | -         | -    | TIME_WAIT
        time_wait | FSRP.UEW nxt nxt 8   | same  | -         | -    | TIME_WAIT
        time_wait | none nxt             | same  | -         | -    | -
        """);
  }

  @ParameterizedTest
  @Tag("RFC1337")
  @MethodSource("timeWait")
  void timeWaitAcknowledgesWhatIsOldAndIgnoresResets(Arrival row) {
    row.check();
  }
}
