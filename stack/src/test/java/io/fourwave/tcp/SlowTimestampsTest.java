package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.wire.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where text is late and not lost, timestamps tick twice in a round trip: a peer's PAWS would throw
 * away late text that looks older than what was sent again (RFC 7323 §5.3).
 */
@Tag("RFC7323")
class SlowTimestampsTest {
  private static final long MILLISECOND = 1_000_000;

  /** Ten segments have arrived, one of them late if wanted. */
  private static Flight ten(Family family, boolean late) {
    Flight flight = Flight.with(family, true).sends(10).emitsAll(0, 10).pass(100);
    if (late) {
      flight.peerHas(0, 1, 2).pass(5).peerHas(3).emits();
    }
    return flight.peerHas(10).emits();
  }

  /** The timestamps of twenty segments that are sent a millisecond after each other. */
  private static List<Integer> timestamps(Flight flight) {
    List<Integer> stamps = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      stamps.add(flight.sends(1).takes(i).options.timestamp());
      flight.pass(1);
    }
    return stamps;
  }

  @ParameterizedTest
  @EnumSource
  void timestampsTickEveryMillisecondWhereTheOrderIsKept(Family family) {
    assertEquals(20, timestamps(ten(family, false)).stream().distinct().count());
  }

  @ParameterizedTest
  @EnumSource
  void timestampsTickTwiceInARoundTripWhereTextIsLate(Family family) {
    List<Integer> stamps = timestamps(ten(family, true)); // half the round trip is 50 ms
    assertTrue(stamps.stream().distinct().count() <= 2, stamps.toString());
    assertEquals(stamps.stream().sorted().toList(), stamps, "never backwards");
  }

  @Test
  void theirEchoStillTellsThatTheFirstTransmissionHasArrived() {
    Flight flight = ten(Family.IPV4, true).sends(4);
    Emitted first = flight.takes(10);
    flight.emits(11, 12, 13).pass(100).peerHas(10, 11, 12, 13);
    flight.emitsAfter(25, 10);
    flight.us.peerSends(Flight.acknowledgement(14).ts(500, first.options.timestamp()));
    assertEquals(1, flight.us.socket.status().undone());
  }

  @Test
  void anEchoIsNeverTakenForLaterNorForASlowerPathThanItMayBe() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Timestamps clock = new Timestamps(random.nextInt());
    long now = random.nextInt(Integer.MAX_VALUE);
    int last = clock.value(now);
    for (int i = 0; i < 10_000; i++) {
      now += random.nextInt(20_000_000);
      if (random.nextInt(100) == 0) {
        clock.tickEvery(random.nextInt(2_000_000_000) / (1 + random.nextInt(1000)));
      }
      int value = clock.value(now);
      assertTrue(Seq.atOrAfter(value, last), "it goes backwards");
      last = value;
      long later = now + random.nextInt(300_000_000);
      long before = clock.sentBefore(value, later);
      long elapsed = clock.elapsed(value, later);
      assertTrue(before > now && before - now <= 2_000 * MILLISECOND, "sent before " + before);
      assertTrue(elapsed > later - now - MILLISECOND, "a round trip of " + elapsed);
    }
  }
}
