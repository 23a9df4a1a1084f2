package io.fourwave.examples.interop;

import io.fourwave.link.Direction;

/**
 * Holds text back until its first octets are sent again: a few segments, which others overtake, or
 * all there is.
 */
final class LateText extends TextKeeper {
  private final int from;
  private final int most;
  private int first = -1;
  private int held;
  private boolean over;

  /** Holds back so many segments, the first that begins at {@code from} or later among them. */
  LateText(Direction way, int from, int most) {
    super(way);
    this.from = from;
    this.most = most;
  }

  @Override
  Verdict sent(int at) {
    if (over || at < from || held == most) {
      return Verdict.PASS;
    }
    first = held == 0 ? at : first;
    held++;
    return Verdict.HOLD;
  }

  @Override
  Verdict sentAgain(int at) {
    if (over || held == 0 || at < first) {
      return Verdict.PASS;
    }
    boolean probe = held == 1 && most > 1; // of the tail: that it is the first, too, means nothing
    over = at == first && !probe;
    return over ? Verdict.RELEASE : Verdict.HOLD;
  }
}
