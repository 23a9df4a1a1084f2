package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.link.TcpMatch;

/** Loses the first SYN, whoever sends it. */
final class LostSyn implements Gatekeeper {
  private final TcpMatch isSyn = TcpMatch.syn();
  private boolean over;

  @Override
  public Verdict judge(Direction way, Packet packet) {
    if (over || !isSyn.matches(way, packet)) {
      return Verdict.PASS;
    }
    over = true;
    return Verdict.LOSE;
  }
}
