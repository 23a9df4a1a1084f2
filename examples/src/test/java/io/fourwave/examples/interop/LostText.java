package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import java.util.concurrent.atomic.AtomicInteger;

/** Loses a segment, and as often as it was told what is sent again of it. */
final class LostText extends TextKeeper {
  private final int from;
  private final int most;
  private int lost = -1;
  private final AtomicInteger losses = new AtomicInteger();

  /** Loses the first segment that begins at {@code from} or later, so many times. */
  LostText(Direction way, int from, int most) {
    super(way);
    this.from = from;
    this.most = most;
  }

  /** How often it was lost. For any thread. */
  int losses() {
    return losses.get();
  }

  @Override
  Verdict sent(int at) {
    if (lost >= 0 || at < from) {
      return Verdict.PASS;
    }
    lost = at;
    losses.set(1);
    return Verdict.LOSE;
  }

  @Override
  Verdict sentAgain(int at) {
    if (at != lost || losses.get() == most) {
      return Verdict.PASS;
    }
    losses.incrementAndGet();
    return Verdict.LOSE;
  }
}
