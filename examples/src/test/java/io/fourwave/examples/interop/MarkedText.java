package io.fourwave.examples.interop;

import io.fourwave.link.Direction;

/** Marks one segment, as a router whose queue grows does. */
final class MarkedText extends TextKeeper {
  private final int from;
  private boolean over;

  /** Marks the first segment that begins at {@code from} or later. */
  MarkedText(Direction way, int from) {
    super(way);
    this.from = from;
  }

  @Override
  Verdict sent(int at) {
    if (over || at < from) {
      return Verdict.PASS;
    }
    over = true;
    return Verdict.MARK;
  }

  @Override
  Verdict sentAgain(int at) {
    return Verdict.PASS;
  }
}
