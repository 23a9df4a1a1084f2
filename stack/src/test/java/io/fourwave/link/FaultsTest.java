package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final Faults ALL =
      new Faults(
          0.05,
          2.5,
          0.02,
          0.25,
          Duration.ofMillis(3),
          0.005,
          Duration.ofMillis(10),
          Duration.ofNanos(1_500_000),
          new Bottleneck(100_000_000, 125_000),
          42);

  @Test
  void everyFaultCanBeWritten() {
    String spec =
        "loss=5%,burst=2.5,dup=2%,reorder=0.25,late=3ms,corrupt=0.5%,delay=10ms,jitter=1.5ms,"
            + "rate=100mbit,queue=125kb,seed=42";
    assertEquals(ALL, Faults.parse(spec));
  }

  @Test
  void whatIsPrintedCanBeRead() {
    assertEquals(ALL, Faults.parse(ALL.toString()));
    assertEquals(Faults.NONE, Faults.parse(Faults.NONE.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "none"})
  void nothingWrittenIsAPerfectLink(String spec) {
    assertEquals(Faults.NONE, Faults.parse(spec));
  }

  @Test
  void theOrderDoesNotMatterNorDoBlanks() {
    Faults faults = Faults.parse(" jitter = 20 us , delay = 1 s ");
    assertEquals(Duration.ofSeconds(1), faults.delay());
    assertEquals(Duration.ofNanos(20_000), faults.jitter());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "loss=110%           | 'loss=110%' is not between 0% and 100%",
        "loss=-1%            | 'loss=-1%' is not between 0% and 100%",
        "loss=5              | 'loss=5' is not between 0% and 100%",
        "loss=much           | 'loss=much' needs a share such as 5% or 0.05",
        "loss=%              | 'loss=%' needs a share such as 5% or 0.05",
        "delay=10            | 'delay=10' needs a time such as 10ms (s, ms, us, ns)",
        "delay=ms            | 'delay=ms' needs a time such as 10ms",
        "delay=-1ms          | 'delay=-1ms' needs a time such as 10ms (s, ms, us, ns)",
        "delay=1.5ns         | is too much, or not a whole number of nanoseconds",
        "delay=99999999999s  | is too much, or not a whole number of nanoseconds",
        "delay=3601s         | the delay must be 0 s to 1 h, not PT1H1S",
        "jitter=2ms          | the jitter must be 0 s to the delay",
        "late=2             | 'late=2' needs a time such as 10ms",
        "late=61s           | a packet is held back for 0 s to 1 min to be late, not PT1M1S",
        "burst=many         | 'burst=many' needs a number",
        "burst=0            | a burst is of 1 to 10000 packets on average, not of 0.0",
        "loss=80%,burst=3   | bursts of 3.0 packets lose 0.75 of all packets at most, not 0.8",
        "rate=10            | 'rate=10' needs a rate such as 100mbit (bit, kbit, mbit, gbit)",
        "rate=0.5bit        | 'rate=0.5bit' is too much, or not a whole number of bits",
        "rate=2000gbit      | the rate must be 0 (no limit) to 1000000000000 bit/s",
        "rate=1mbit,queue=9 | 'queue=9' needs a size such as 125kb (b, kb, mb)",
        "rate=1mbit,queue=1kb | the queue must have room for a packet, 1500 octets, not 1000",
        "queue=125kb        | a queue needs a rate, such as rate=10mbit",
        "seed=x              | 'seed=x' needs a whole number",
        "lost=5%             | 'lost=5%' is not a fault; there are loss, burst, dup, reorder",
        "loss                | 'loss' is not a fault",
        "loss=1%,loss=2%     | 'loss' stands there twice",
        "loss=1%,            | '' is not a fault"
      })
  void whatIsWrongIsSaidInASentence(String spec, String sentence) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Faults.parse(spec));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
  }

  @Test
  void aRateWithoutAQueueHasAnOrdinaryOne() {
    Bottleneck bottleneck = Faults.parse("rate=1.5gbit").bottleneck();
    assertEquals(new Bottleneck(1_500_000_000, Bottleneck.ORDINARY_QUEUE), bottleneck);
  }

  @Test
  void aShareThatIsNotANumberIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Faults.NONE.withLoss(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Faults.NONE.withCorruption(1.01));
  }
}
