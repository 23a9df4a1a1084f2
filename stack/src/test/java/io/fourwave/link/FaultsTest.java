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
      new Faults(0.05, 0.02, 0.25, 0.005, Duration.ofMillis(10), Duration.ofNanos(1_500_000), 42);

  @Test
  void everyFaultCanBeWritten() {
    String spec = "loss=5%,dup=2%,reorder=0.25,corrupt=0.5%,delay=10ms,jitter=1.5ms,seed=42";
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
        "delay=1.5ns         | is not a whole number of nanoseconds up to an hour",
        "delay=99999999999s  | is not a whole number of nanoseconds up to an hour",
        "delay=3601s         | the delay must be 0 s to 1 h, not PT1H1S",
        "jitter=2ms          | the jitter must be 0 s to the delay",
        "seed=x              | 'seed=x' needs a whole number",
        "lost=5%             | 'lost=5%' is not a fault; there are loss, dup, reorder",
        "loss                | 'loss' is not a fault",
        "loss=1%,loss=2%     | 'loss' stands there twice",
        "loss=1%,            | '' is not a fault"
      })
  void whatIsWrongIsSaidInASentence(String spec, String sentence) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Faults.parse(spec));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
  }

  @Test
  void aShareThatIsNotANumberIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Faults.NONE.withLoss(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Faults.NONE.withCorruption(1.01));
  }
}
