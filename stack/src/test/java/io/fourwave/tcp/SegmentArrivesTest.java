package io.fourwave.tcp;

import io.fourwave.tcp.conversation.Arrival;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 9293 §3.10.7.4 in the synchronized states, first to fifth check, row by row. See {@link
 * Arrival} for how to read them.
 */
class SegmentArrivesTest {
  static Stream<Arrival> outsideTheWindow() {
    return Arrival.table(
        """
        in               | arrives              | after | answer    | told | counted
        synchronized     | . nxt-1 nxt          | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | . edge+1 nxt         | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | . nxt+2000000000 nxt | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | P. nxt-10 nxt 10     | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | P. edge nxt 10       | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | none nxt-10 - 10     | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | F. nxt-1 nxt         | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | F. edge nxt          | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | FP. nxt-5 nxt 4      | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | S nxt-1              | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | S edge               | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | FSP.UEW edge nxt 7   | same  | . nxt nxt | -    | OUT_OF_WINDOW
        synchronized     | R nxt-1              | same  | -         | -    | OUT_OF_WINDOW
        synchronized     | R edge               | same  | -         | -    | OUT_OF_WINDOW
        synchronized     | R. edge+1 nxt        | same  | -         | -    | OUT_OF_WINDOW
        synchronized     | RP. nxt-5 nxt 10     | same  | -         | -    | OUT_OF_WINDOW
        synchronized     | RS. irs nxt          | same  | -         | -    | OUT_OF_WINDOW
        """);
  }

  @ParameterizedTest
  @MethodSource("outsideTheWindow")
  void whatIsOutsideTheWindowIsAcknowledgedAndDroppedResetsInSilence(Arrival row) {
    row.check();
  }

  static Stream<Arrival> resets() {
    return Arrival.table(
        """
        in                    | arrives            | after  | answer    | told  | counted
        established           | R nxt              | CLOSED | -         | RESET | ESTABLISHED_RESET
        established           | R. nxt nxt         | CLOSED | -         | RESET | ESTABLISHED_RESET
        established           | FSRP.UEW nxt nxt 5 | CLOSED | -         | RESET | ESTABLISHED_RESET
        established           | R nxt - 5          | CLOSED | -         | RESET | ESTABLISHED_RESET
        established_sending   | R nxt              | CLOSED | -         | RESET | ESTABLISHED_RESET
        fin_wait_1 fin_wait_2 | R nxt              | CLOSED | -         | RESET | ESTABLISHED_RESET
        close_wait            | R nxt              | CLOSED | -         | RESET | ESTABLISHED_RESET
        closing last_ack      | R nxt              | CLOSED | -         | RESET | ESTABLISHED_RESET
        synchronized          | R nxt+1            | same   | . nxt nxt | -     | CHALLENGED CHALLENGE_ACK
        synchronized          | R. nxt+1 nxt       | same   | . nxt nxt | -     | CHALLENGED CHALLENGE_ACK
        synchronized          | R edge-1           | same   | . nxt nxt | -     | CHALLENGED CHALLENGE_ACK
        synchronized          | RSF.U nxt+9 nxt 5  | same   | . nxt nxt | -     | CHALLENGED CHALLENGE_ACK
        """);
  }

  @ParameterizedTest
  @Tag("RFC5961")
  @MethodSource("resets")
  void onlyAResetAtExactlyTheNextNumberIsObeyed(Arrival row) {
    row.check();
  }

  static Stream<Arrival> syns() {
    return Arrival.table(
        """
        in           | arrives             | after | answer    | told | counted
        synchronized | S nxt               | same  | . nxt nxt | -    | CHALLENGED CHALLENGE_ACK
        synchronized | S nxt+1             | same  | . nxt nxt | -    | CHALLENGED CHALLENGE_ACK
        synchronized | S edge-1            | same  | . nxt nxt | -    | CHALLENGED CHALLENGE_ACK
        synchronized | S. nxt nxt          | same  | . nxt nxt | -    | CHALLENGED CHALLENGE_ACK
        synchronized | FSP.UEW nxt nxt 9   | same  | . nxt nxt | -    | CHALLENGED CHALLENGE_ACK
        synchronized | S. irs nxt          | same  | . nxt nxt | -    | OUT_OF_WINDOW
        """);
  }

  @ParameterizedTest
  @Tag("RFC5961")
  @MethodSource("syns")
  void aSynOnAnOpenConnectionIsChallengedWhateverItsNumber(Arrival row) {
    row.check();
  }

  static Stream<Arrival> acknowledgements() {
    return Arrival.table(
        """
        in                  | arrives              | after | answer    | told | counted
        synchronized        | none nxt             | same  | -         | -    | NO_ACK
        synchronized        | PU nxt - 5           | same  | -         | -    | NO_ACK
        synchronized        | F nxt                | same  | -         | -    | NO_ACK
        synchronized        | . nxt nxt+1          | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | P. nxt nxt+1 5       | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | F. nxt nxt+100000    | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | . nxt una-65536      | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | P. nxt una-65536 5   | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | . nxt una+2000000000 | same  | . nxt nxt | -    | BAD_ACK CHALLENGE_ACK
        synchronized        | . nxt una-65535      | same  | -         | -    | -
        synchronized        | . nxt una            | same  | -         | -    | -
        established         | P. nxt una-65535 5   | same  | . nxt nxt+5 | text 5 | -
        established_sending | . nxt una+1          | same  | -         | -    | -
        established_sending | . nxt nxt            | same  | -         | -    | -
        established_sending | P. nxt una 5         | same  | . nxt nxt+5 | text 5 | -
        """);
  }

  @ParameterizedTest
  @Tag("MAY-12")
  @MethodSource("acknowledgements")
  void textIsTakenOnlyWithAnAcknowledgementOfWhatWasSentLately(Arrival row) {
    row.check();
  }

  static Stream<Arrival> finsAcknowledged() {
    return Arrival.table(
        """
        in         | arrives          | after      | answer       | told   | counted
        fin_wait_1 | . nxt nxt        | FIN-WAIT-2 | -            | -      | -
        fin_wait_1 | . nxt una        | same       | -            | -      | -
        fin_wait_1 | P. nxt nxt 5     | FIN-WAIT-2 | . nxt nxt+5  | text 5 | -
        fin_wait_1 | F. nxt nxt       | TIME-WAIT  | . nxt nxt+1  | end    | TIME_WAIT
        fin_wait_1 | FP. nxt nxt 5    | TIME-WAIT  | . nxt nxt+6  | text 5 | TIME_WAIT
        fin_wait_1 | F. nxt una       | CLOSING    | . nxt nxt+1  | end    | -
        fin_wait_2 | . nxt nxt        | same       | -            | -      | -
        closing    | . nxt nxt        | TIME-WAIT  | -            | -      | TIME_WAIT
        closing    | . nxt una        | same       | -            | -      | -
        closing    | F. nxt-1 nxt     | same       | . nxt nxt    | -      | OUT_OF_WINDOW
        last_ack   | . nxt nxt        | CLOSED     | -            | -      | -
        last_ack   | . nxt una        | same       | -            | -      | -
        last_ack   | F. nxt-1 nxt     | same       | . nxt nxt    | -      | OUT_OF_WINDOW
        close_wait | . nxt nxt        | same       | -            | -      | -
        """);
  }

  @ParameterizedTest
  @MethodSource("finsAcknowledged")
  void theAcknowledgementOfOurFinMovesOn(Arrival row) {
    row.check();
  }
}
