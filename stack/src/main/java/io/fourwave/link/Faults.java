package io.fourwave.link;

import java.time.Duration;

/**
 * How bad one direction of a link is. Chances are shares of all packets, 0 to 1, and independent of
 * each other.
 *
 * @param loss chance that a packet is lost
 * @param duplication chance that a packet is sent on twice
 * @param reordering chance that a packet is held back until up to three later ones have overtaken
 *     it, or {@link FaultyPath#LONGEST_HOLD} is over
 * @param corruption chance that one bit of the transport header or payload is turned over
 * @param delay how long every packet takes, up to an hour
 * @param jitter how much longer or shorter than {@code delay}, at most; no packet overtakes another
 *     for it
 * @param seed where the chances start: the same seed has the same packets suffer the same
 */
public record Faults(
    double loss,
    double duplication,
    double reordering,
    double corruption,
    Duration delay,
    Duration jitter,
    long seed) {

  private static final Duration LONGEST_DELAY = Duration.ofHours(1);

  /** A perfect link. */
  public static final Faults NONE = new Faults(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0);

  /** Checks the ranges. */
  public Faults {
    share("the chance of loss", loss);
    share("the chance of duplication", duplication);
    share("the chance of reordering", reordering);
    share("the chance of corruption", corruption);
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
   * Reads faults such as {@code
   * loss=5%,dup=2%,reorder=5%,corrupt=0.5%,delay=10ms,jitter=2ms,seed=42}. All parts are optional,
   * {@code none} and the empty text are a perfect link. A share is written {@code 5%} or {@code
   * 0.05}, a time with {@code s}, {@code ms}, {@code us} or {@code ns}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static Faults parse(String text) {
    return new FaultSpec(text).faults();
  }

  /** The same with another chance of loss. */
  public Faults withLoss(double chance) {
    return new Faults(chance, duplication, reordering, corruption, delay, jitter, seed);
  }

  /** The same with another chance of duplication. */
  public Faults withDuplication(double chance) {
    return new Faults(loss, chance, reordering, corruption, delay, jitter, seed);
  }

  /** The same with another chance of reordering. */
  public Faults withReordering(double chance) {
    return new Faults(loss, duplication, chance, corruption, delay, jitter, seed);
  }

  /** The same with another chance of corruption. */
  public Faults withCorruption(double chance) {
    return new Faults(loss, duplication, reordering, chance, delay, jitter, seed);
  }

  /** The same with another delay and jitter. */
  public Faults withDelay(Duration newDelay, Duration newJitter) {
    return new Faults(loss, duplication, reordering, corruption, newDelay, newJitter, seed);
  }

  /** The same with another seed. */
  public Faults withSeed(long newSeed) {
    return new Faults(loss, duplication, reordering, corruption, delay, jitter, newSeed);
  }

  /** The faults as {@link #parse} reads them, with all parts. */
  @Override
  public String toString() {
    return ("loss=" + loss + ",dup=" + duplication)
        + (",reorder=" + reordering + ",corrupt=" + corruption)
        + (",delay=" + delay.toNanos() + "ns,jitter=" + jitter.toNanos() + "ns,seed=" + seed);
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) { // not a number is refused as well
      throw new IllegalArgumentException(what + " must be 0 to 1 (0% to 100%), not " + value);
    }
  }
}
