package io.fourwave.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The book of what is in flight, under ordinary and under hostile acknowledgements. */
class SentSegmentsTest {
  private static final int SIZE = 1000;

  private static SentSegments flight(int segments, int from) {
    SentSegments sent = new SentSegments();
    for (int i = 0; i < segments; i++) {
      sent.sent(from + i * SIZE, from + (i + 1) * SIZE, i);
    }
    return sent;
  }

  @Test
  void neighboursThatArrivedAreOnePiece() {
    SentSegments sent = flight(10, 0);
    sent.sack(2000, 4000, SIZE, 100);
    sent.sack(5000, 6000, SIZE, 100);
    sent.sack(4000, 5000, SIZE, 100);
    assertEquals(10 - 3, sent.size());
    assertEquals(4000, sent.sacked());
    assertEquals(6000, sent.inFlight());
  }

  @Test
  @Tag("CVE-2019-11478")
  void singleOctetsOfALargeWindowAreNotKeptApartWithoutEnd() {
    SentSegments sent = flight(1000, 0);
    for (int i = 1; i < 1_000_000; i += 2) {
      sent.sack(i, i + 1, SIZE, 5000);
    }
    assertTrue(sent.size() <= 64 + 4 * 1000 + 2, sent.size() + " pieces");
    sent.sack(0, 1_000_000, SIZE, 5000);
    assertEquals(0, sent.inFlight(), "what is told honestly is understood");
  }

  @Test
  void thePeerMayTakeBackWhatItSaidItHad() {
    SentSegments sent = flight(3, 0);
    sent.sack(0, 2000, SIZE, 100);
    sent.loseAll();
    assertEquals(0, sent.sacked());
    assertEquals(0, sent.lostFrom());
    assertEquals(0, sent.inFlight());
  }

  /** Against a map of every hundred octets; the numbers pass 2<sup>31</sup> and 2<sup>32</sup>. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theSumsAreThoseOfTheOctets(long seed) {
    Model model = new Model(new SplittableRandom(seed));
    for (int step = 0; step < 2000 && model.nxt < 1900; step++) {
      model.step(step);
      String where = "seed " + seed + ", step " + step + ": " + model.sent;
      assertEquals(100 * model.count(State.IN_FLIGHT), model.sent.inFlight(), where);
      assertEquals(100 * model.count(State.ARRIVED), model.sent.sacked(), where);
      if (model.count(State.LOST) > 0) {
        assertEquals(model.base + 100 * model.first(State.LOST), model.sent.lostFrom(), where);
      }
    }
  }

  private enum State {
    IN_FLIGHT,
    LOST,
    ARRIVED
  }

  /** What every hundred octets are. */
  private static final class Model {
    final SentSegments sent = new SentSegments();
    final State[] states = new State[2000];
    final SplittableRandom random;
    final int base;
    int una;
    int nxt;

    Model(SplittableRandom random) {
      this.random = random;
      base = random.nextBoolean() ? -40_000 : Integer.MAX_VALUE - 40_000;
    }

    void step(int now) {
      int from = una + random.nextInt(nxt - una + 1);
      int to = from + random.nextInt(Math.min(30, nxt - from) + 1);
      switch (random.nextInt(30)) {
        case 0 -> loseAll();
        case 1, 2 -> {
          sent.acknowledge(base + 100 * from, now);
          una = from;
        }
        case 3, 4, 5, 6, 7, 8, 9, 10 -> sack(from, to, now);
        case 11, 12, 13, 14 -> repair(now);
        default -> send(1 + random.nextInt(20), now);
      }
    }

    private void loseAll() {
      boolean reneged = una < nxt && states[una] == State.ARRIVED;
      sent.loseAll();
      for (int i = una; i < nxt; i++) {
        states[i] = states[i] == State.ARRIVED && !reneged ? State.ARRIVED : State.LOST;
      }
    }

    private void sack(int from, int to, int now) {
      if (to > from && from > una) {
        sent.sack(base + 100 * from, base + 100 * to, 10, now);
        Arrays.fill(states, from, to, State.ARRIVED);
      }
    }

    private void repair(int now) {
      if (sent.hasLost()) {
        int first = first(State.LOST);
        sent.repaired(100, now);
        states[first] = State.IN_FLIGHT;
      }
    }

    private void send(int more, int now) {
      sent.sent(base + 100 * nxt, base + 100 * (nxt + more), now);
      Arrays.fill(states, nxt, nxt + more, State.IN_FLIGHT);
      nxt += more;
    }

    int count(State state) {
      int count = 0;
      for (int i = una; i < nxt; i++) {
        count += states[i] == state ? 1 : 0;
      }
      return count;
    }

    int first(State state) {
      int first = una;
      while (states[first] != state) {
        first++;
      }
      return first;
    }
  }
}
