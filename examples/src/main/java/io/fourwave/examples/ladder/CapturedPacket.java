package io.fourwave.examples.ladder;

import java.nio.ByteBuffer;

/**
 * A packet out of a capture.
 *
 * @param epochNanos nanoseconds since 1970 UTC
 * @param octets the IP packet, from position 0
 * @param way which way it went
 * @param comment what is said beside it; empty if nothing is
 */
record CapturedPacket(long epochNanos, ByteBuffer octets, Way way, String comment) {
  /** Which way a packet went, as far as the file says. */
  enum Way {
    UNKNOWN,
    IN,
    OUT
  }
}
