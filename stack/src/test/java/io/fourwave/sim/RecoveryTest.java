package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What losses, copies and another order do to whole transfers, in virtual time. */
class RecoveryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static Transfer over(long seed, int octets, WireSettings wire, boolean v4)
      throws IOException {
    return v4
        ? new Transfer(seed, octets, wire, wire)
        : new Transfer(seed, octets, wire, wire, "2001:db8::1", "2001:db8::2");
  }

  private static double shareSentAgain(Transfer transfer) {
    double sent = transfer.cable.there().count(Fate.SENT);
    return transfer.client.status().retransmissions() / sent;
  }

  @ParameterizedTest
  @CsvSource({
    "10000000, 'reorder=5%,delay=10ms', true",
    "100000000, 'reorder=5%,delay=10ms', true",
    "100000000, 'reorder=5%,delay=10ms', false",
    "100000000, 'reorder=5%,delay=50ms', true",
    "0, 'reorder=5%,delay=10ms', true",
    "100000000, 'delay=20ms,jitter=2ms', true"
  })
  @Tag("RFC8985")
  void anotherOrderWithoutLossSendsLessThanAHundredthAgain(
      long bandwidth, String faults, boolean v4) throws IOException {
    WireSettings wire = WireSettings.PERFECT.withBandwidth(bandwidth).withFaults(faults);
    Transfer transfer = over(5, 3_000_000, wire, v4);
    assertTrue(transfer.run(HOUR));
    assertArrayEquals(transfer.text, transfer.received.toByteArray());
    double share = shareSentAgain(transfer);
    assertTrue(share <= 0.01, "%.2f %% sent again".formatted(100 * share));
  }

  @ParameterizedTest
  @CsvSource({
    "'loss=1%,delay=10ms', 1.5",
    "'loss=5%,delay=10ms', 1.5",
    "'loss=10%,delay=20ms', 1.5"
  })
  @Tag("RFC8985")
  void lossesSendLittleMoreAgainThanWasLost(String faults, double factor) throws IOException {
    WireSettings there = WireSettings.PERFECT.withBandwidth(50_000_000).withFaults(faults);
    WireSettings back = WireSettings.PERFECT.withDelay(there.faults().delay());
    Transfer transfer = new Transfer(6, 2_000_000, there, back);
    assertTrue(transfer.run(HOUR));
    long lost = transfer.cable.there().count(Fate.LOST);
    long again = transfer.client.status().retransmissions();
    assertTrue(again >= lost - 3 && again <= factor * lost + 5, again + " for " + lost);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112})
  void whateverHappensEveryOctetArrivesOnceAndInOrder(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String faults =
        "loss=%d%%,dup=%d%%,reorder=%d%%,corrupt=1%%,delay=%dms,jitter=%dms"
            .formatted(
                random.nextInt(12),
                random.nextInt(6),
                random.nextInt(12),
                5 + random.nextInt(50),
                random.nextInt(5));
    WireSettings wire =
        WireSettings.PERFECT
            .withBandwidth(random.nextInt(1, 200) * 1_000_000L)
            .withQueue(random.nextInt(20_000, 500_000))
            .withFaults(faults);
    Transfer transfer = over(seed, 600_000, wire, random.nextBoolean());
    String what = "seed " + seed + ", " + faults;
    assertTrue(transfer.run(HOUR), what + ": not over in an hour");
    assertArrayEquals(transfer.text, transfer.received.toByteArray(), what);
  }
}
