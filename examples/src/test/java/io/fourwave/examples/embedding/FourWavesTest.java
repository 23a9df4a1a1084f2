package io.fourwave.examples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FourWavesTest {
  /** Two hosts, 10 ms apart, acknowledgements delayed by 40 ms: all that happens, and when. */
  private static final String SCRIPT =
      """
           time  client                                         server

      the client opens: three segments
         0.010s  SYN-SENT     SYN -->                           SYN-RECEIVED
         0.020s  ESTABLISHED  <-- SYN ACK                       SYN-RECEIVED
         0.030s  ESTABLISHED  ACK -->                           ESTABLISHED

      a line of text, and its acknowledgement
         0.110s  ESTABLISHED  ACK and 18 octets -->             ESTABLISHED
         0.160s  ESTABLISHED  <-- ACK                           ESTABLISHED
                 the server reads: Hello, four waves!

      the client has nothing more to say: it closes its way
         0.210s  FIN-WAIT-1   FIN ACK -->   1st wave            CLOSE-WAIT
         0.260s  FIN-WAIT-2   <-- ACK   2nd wave                CLOSE-WAIT

      the other way is still open: the server may go on
         0.310s  FIN-WAIT-2   <-- ACK and 24 octets             CLOSE-WAIT
         0.360s  FIN-WAIT-2   ACK -->                           CLOSE-WAIT
                 the client reads: One thing more: goodbye!

      then the server closes as well
         0.410s  TIME-WAIT    <-- FIN ACK   3rd wave            LAST-ACK
         0.420s  TIME-WAIT    ACK -->   4th wave                CLOSED

      TIME-WAIT: the 4th wave may be lost, then the 3rd comes again; so wait 2 MSL, a minute
        59.500s  TIME-WAIT                                      CLOSED
        61.500s  CLOSED       2 MSL are over                    CLOSED
      """;

  @Test
  void theFourWavesComeInOrderAndTimeWaitLastsAMinute() throws IOException {
    StringWriter out = new StringWriter();

    new FourWaves(new PrintWriter(out)).run();

    assertEquals(SCRIPT, out.toString());
  }
}
