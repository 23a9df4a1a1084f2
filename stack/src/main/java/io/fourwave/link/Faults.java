package io.fourwave.link;

import java.time.Duration;
import java.util.Objects;

/**
 * How bad one direction of a link is. Chances are shares of all packets, 0 to 1, and independent of
 * each other. A packet passes the bottleneck first, if there is one, and then suffers the rest.
 *
 * @param loss chance that a packet is lost
 * @param burst how many packets in a row are lost on average, 1 to 10,000: 1 has each packet suffer
 *     for itself, with more they are lost in bursts, and no more of them
 * @param duplication chance that a packet is sent on twice
 * @param reordering chance that a packet is held back while later ones overtake it
 * @param late how long a packet is held back for reordering at most, up to a minute: every time up
 *     to that is as likely, and whatever comes in between overtakes it. With 0 it is held back
 *     until up to three have overtaken it, or {@link FaultyPath#LONGEST_HOLD} is over
 * @param corruption chance that one bit of the transport header or payload is turned over
 * @param delay how long every packet takes, up to an hour
 * @param jitter how much longer or shorter than {@code delay}, at most; no packet overtakes another
 *     for it
 * @param bottleneck how much passes, and how much may wait for it
 * @param seed where the chances start: the same seed has the same packets suffer the same
 */
public record Faults(
    double loss,
    double burst,
    double duplication,
    double reordering,
    Duration late,
    double corruption,
    Duration delay,
    Duration jitter,
    Bottleneck bottleneck,
    long seed) {

  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final Duration LONGEST_LATE = Duration.ofMinutes(1);
  private static final double LONGEST_BURST = 10_000;

  /** A perfect link. */
  public static final Faults NONE =
      new Faults(0, 1, 0, 0, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Bottleneck.NONE, 0);

  /** Checks the ranges. */
  public Faults {
    Objects.requireNonNull(bottleneck, "bottleneck");
    share("the chance of loss", loss);
    share("the chance of duplication", duplication);
    share("the chance of reordering", reordering);
    share("the chance of corruption", corruption);
    burst(loss, burst);
    if (late.isNegative() || late.compareTo(LONGEST_LATE) > 0) {
      throw new IllegalArgumentException(
          "a packet is held back for 0 s to 1 min to be late, not " + late);
    }
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("the delay must be 0 s to 1 h, not " + delay);
    }
    if (jitter.isNegative() || jitter.compareTo(delay) > 0) {
      throw new IllegalArgumentException(
          "the jitter must be 0 s to the delay, or packets would arrive before they are sent; it is"
              + " "
              + jitter
              + ", the delay "
              + delay);
    }
  }

  /**
   * Reads faults such as {@code loss=5%,burst=4,dup=2%,reorder=5%,late=10ms,corrupt=0.5%,
   * delay=10ms,jitter=2ms,rate=100mbit,queue=125kb,seed=42}. All parts are optional, {@code none}
   * and the empty text are a perfect link. A share is written {@code 5%} or {@code 0.05}, a time
   * with {@code s}, {@code ms}, {@code us} or {@code ns}, a rate with {@code bit}, {@code kbit},
   * {@code mbit} or {@code gbit}, a queue with {@code b}, {@code kb} or {@code mb} (1, 1,000 and
   * 1,000,000 octets). A rate without a queue has one of {@link Bottleneck#ORDINARY_QUEUE}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static Faults parse(String text) {
    return new FaultSpec(text).faults();
  }

  /** The same with another chance of loss. */
  public Faults withLoss(double chance) {
    return new Faults(
        chance, burst, duplication, reordering, late, corruption, delay, jitter, bottleneck, seed);
  }

  /** The same with losses in other bursts. */
  public Faults withBurst(double packets) {
    return new Faults(
        loss, packets, duplication, reordering, late, corruption, delay, jitter, bottleneck, seed);
  }

  /** The same with another chance of duplication. */
  public Faults withDuplication(double chance) {
    return new Faults(
        loss, burst, chance, reordering, late, corruption, delay, jitter, bottleneck, seed);
  }

  /** The same with another chance of reordering. */
  public Faults withReordering(double chance) {
    return new Faults(
        loss, burst, duplication, chance, late, corruption, delay, jitter, bottleneck, seed);
  }

  /** The same with packets held back for another time. */
  public Faults withLate(Duration most) {
    return new Faults(
        loss, burst, duplication, reordering, most, corruption, delay, jitter, bottleneck, seed);
  }

  /** The same with another chance of corruption. */
  public Faults withCorruption(double chance) {
    return new Faults(
        loss, burst, duplication, reordering, late, chance, delay, jitter, bottleneck, seed);
  }

  /** The same with another delay and jitter. */
  public Faults withDelay(Duration newDelay, Duration newJitter) {
    return new Faults(
        loss,
        burst,
        duplication,
        reordering,
        late,
        corruption,
        newDelay,
        newJitter,
        bottleneck,
        seed);
  }

  /** The same with another bottleneck. */
  public Faults with(Bottleneck other) {
    return new Faults(
        loss, burst, duplication, reordering, late, corruption, delay, jitter, other, seed);
  }

  /** The same with another seed. */
  public Faults withSeed(long newSeed) {
    return new Faults(
        loss, burst, duplication, reordering, late, corruption, delay, jitter, bottleneck, newSeed);
  }

  /** The faults as {@link #parse} reads them, with all parts. */
  @Override
  public String toString() {
    return ("loss=" + loss + ",burst=" + burst + ",dup=" + duplication)
        + (",reorder=" + reordering + ",late=" + late.toNanos() + "ns,corrupt=" + corruption)
        + (",delay=" + delay.toNanos() + "ns,jitter=" + jitter.toNanos() + "ns")
        + (bottleneck.rate() == 0
            ? ""
            : ",rate=" + bottleneck.rate() + "bit,queue=" + bottleneck.queue() + "b")
        + (",seed=" + seed);
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) { // not a number is refused as well
      throw new IllegalArgumentException(what + " must be 0 to 1 (0% to 100%), not " + value);
    }
  }

  private static void burst(double loss, double burst) {
    if (!(burst >= 1 && burst <= LONGEST_BURST)) {
      throw new IllegalArgumentException(
          "a burst is of 1 to 10000 packets on average, not of " + burst);
    }
    double most = burst == 1 ? 1 : burst / (burst + 1); // or there would be no gap between two
    if (loss > most && loss < 1) {
      throw new IllegalArgumentException(
          "bursts of %s packets lose %s of all packets at most, not %s"
              .formatted(burst, most, loss));
    }
  }
}
