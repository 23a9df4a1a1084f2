package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.time.Duration;

/**
 * A conversation about losses: segments of {@link #SIZE} octets, counted from 0, over a path whose
 * round trip takes {@link #RTT}.
 */
final class Flight {
  static final int SIZE = 1000;
  static final Duration RTT = Duration.ofMillis(100);

  final Conversation us;
  private int firstTimestamp;

  private Flight(Conversation us) {
    this.us = us;
  }

  /** With SACK, and timestamps if wanted. */
  static Flight with(Family family, boolean timestamps) {
    return with(family, settings(timestamps));
  }

  /** SACK, timestamps if wanted, and an initial window of 20 segments. */
  static TcpSettings settings(boolean timestamps) {
    TcpSettings plain = Conversation.plain();
    Options options = plain.options().withSelectiveAcknowledgement(true).withTimestamps(timestamps);
    return plain.with(options).with(plain.sending().withInitialWindow(20));
  }

  static Flight with(Family family, TcpSettings settings) {
    boolean timestamps = settings.options().timestamps();
    Seg answer = Seg.synAck().mss(SIZE + (timestamps ? 12 : 0));
    if (settings.options().selectiveAcknowledgement()) {
      answer.sackOk();
    }
    if (timestamps) {
      answer.ts(1, 0);
    }
    Conversation us = family.of(settings).connect(answer, RTT);
    Flight flight = new Flight(us);
    flight.firstTimestamp = answer.timestampEcho == null ? 0 : answer.timestampEcho;
    return flight;
  }

  /** The sequence number of a segment. */
  static int seq(int segment) {
    return 1 + segment * SIZE;
  }

  /** Our application writes so many segments' worth. */
  Flight sends(int segments) {
    us.send(segments * SIZE);
    return this;
  }

  /** We send these segments now, in this order, and then nothing. */
  Flight emits(int... segments) {
    for (int segment : segments) {
      us.emits(".", seq(segment), 1, SIZE);
    }
    us.emitsNothing();
    return this;
  }

  /** We send the segments from {@code first} up to, not including, {@code behind}. */
  Flight emitsAll(int first, int behind) {
    for (int segment = first; segment < behind; segment++) {
      us.emits(".", seq(segment), 1, SIZE);
    }
    us.emitsNothing();
    return this;
  }

  /** The next segment we send, which is this one. */
  Emitted takes(int segment) {
    return us.emits().is(".", seq(segment), 1, SIZE);
  }

  /** The peer has everything before segment {@code next}, and the segments listed. */
  Flight peerHas(int next, int... beyond) {
    us.peerSends(acknowledgement(next, beyond));
    return this;
  }

  /** Its acknowledgement, with a block for each stretch of the segments listed. */
  static Seg acknowledgement(int next, int... beyond) {
    Seg ack = Seg.ack(seq(next));
    for (int i = 0; i < beyond.length; i++) {
      int from = beyond[i];
      while (i + 1 < beyond.length && beyond[i + 1] == beyond[i] + 1) {
        i++;
      }
      ack.sack(seq(from), seq(beyond[i] + 1));
    }
    return ack;
  }

  /** The peer reports that a segment has arrived twice, and that it has all before {@code next}. */
  Flight peerHasTwice(int segment, int next) {
    us.peerSends(Seg.ack(seq(next)).sack(seq(segment), seq(segment + 1)));
    return this;
  }

  Flight pass(long millis) {
    us.pass(Duration.ofMillis(millis));
    return this;
  }

  /** We send nothing for a while, and then this segment. */
  Flight emitsAfter(long millis, int segment) {
    us.emitsNothing();
    assertEquals(millis, us.untilOutput().toMillis(), "milliseconds of silence");
    us.emits(".", seq(segment), 1, SIZE);
    return this;
  }

  long count(TcpEvent event) {
    return us.host.counters().of(event);
  }

  int cwnd() {
    return us.socket.status().cwnd() / SIZE;
  }

  /** The timestamp that a segment of ours had, in ticks of a millisecond since the beginning. */
  int timestampAt(int millis) {
    return firstTimestamp + millis;
  }
}
