package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import io.fourwave.link.Packet;

/** Says what becomes of the packets of a {@link GatedLink}. Is asked once each, by the loop. */
@FunctionalInterface
interface Gatekeeper {
  /** What is done with a packet. */
  enum Verdict {
    /** It goes on. */
    PASS,
    /** It goes on with the mark of a router whose queue grows (RFC 3168 §5). */
    MARK,
    /** It waits. */
    HOLD,
    /** It is lost. */
    LOSE,
    /** All that waits goes on in its order, and then this. */
    RELEASE
  }

  /** Judges a packet, which it must not change or keep. */
  Verdict judge(Direction way, Packet packet);
}
