package io.fourwave.wire;

/**
 * Arithmetic on sequence numbers, which live on a circle of 2<sup>32</sup> (RFC 9293 §3.4). The
 * only place where two of them are compared. The same rule serves timestamps (RFC 7323 §5.2).
 */
public final class Seq {
  private Seq() {}

  /** Whether {@code a} comes before {@code b}. */
  public static boolean before(int a, int b) {
    return a - b < 0;
  }

  /** Whether {@code a} comes before {@code b} or is {@code b}. */
  public static boolean atOrBefore(int a, int b) {
    return a - b <= 0;
  }

  /** Whether {@code a} comes after {@code b}. */
  public static boolean after(int a, int b) {
    return a - b > 0;
  }

  /** Whether {@code a} comes after {@code b} or is {@code b}. */
  public static boolean atOrAfter(int a, int b) {
    return a - b >= 0;
  }

  /** Whether {@code from <= a < to}. */
  public static boolean within(int a, int from, int to) {
    return a - from >= 0 && a - to < 0;
  }

  /** The later of two. */
  public static int max(int a, int b) {
    return after(a, b) ? a : b;
  }

  /** The earlier of two. */
  public static int min(int a, int b) {
    return before(a, b) ? a : b;
  }

  /**
   * Octets of sequence space from {@code from} up to {@code to}; negative if {@code to} is before.
   */
  public static int distance(int from, int to) {
    return to - from;
  }
}
