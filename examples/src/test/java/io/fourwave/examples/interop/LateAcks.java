package io.fourwave.examples.interop;

import io.fourwave.link.Direction;

/** Holds all acknowledgements back until the first text that is not acknowledged is sent again. */
final class LateAcks extends TextKeeper {
  private int held;
  private boolean over;

  LateAcks(Direction way) {
    super(way);
  }

  @Override
  Verdict sent(int from) {
    return Verdict.PASS;
  }

  @Override
  Verdict sentAgain(int from) {
    if (over || from > 0 || held == 0) {
      return Verdict.PASS;
    }
    over = true;
    return Verdict.RELEASE;
  }

  @Override
  Verdict acknowledged(int to) {
    if (over || to == 0) {
      return Verdict.PASS;
    }
    held++;
    return Verdict.HOLD;
  }
}
