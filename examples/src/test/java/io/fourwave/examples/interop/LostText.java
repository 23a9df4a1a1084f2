package io.fourwave.examples.interop;

import io.fourwave.link.Direction;

/** Loses a segment, and loses it once more when it is sent again. */
final class LostAgain extends TextKeeper {
  private final int from;
  private int lost = -1;
  private volatile int losses;

  /** The first segment that begins at {@code from} or later. */
  LostAgain(Direction way, int from) {
    super(way);
    this.from = from;
  }

  /** How often it was lost. For any thread. */
  int losses() {
    return losses;
  }

  @Override
  Verdict sent(int at) {
    if (losses > 0 || at < from) {
      return Verdict.PASS;
    }
    lost = at;
    losses = 1;
    return Verdict.LOSE;
  }

  @Override
  Verdict sentAgain(int at) {
    if (losses != 1 || at != lost) {
      return Verdict.PASS;
    }
    losses = 2;
    return Verdict.LOSE;
  }
}
