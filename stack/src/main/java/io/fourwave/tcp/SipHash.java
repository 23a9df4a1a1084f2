package io.fourwave.tcp;

import java.util.random.RandomGenerator;

/**
 * SipHash-2-4 over whole 64-bit words: the keyed pseudo-random function behind initial sequence
 * numbers, timestamp offsets and ports (RFC 6528 §3 asks for one that outsiders cannot compute).
 */
final class SipHash {
  private final long key0;
  private final long key1;
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  /** With the key that a host and its siblings have in common, or one of its own if it has none. */
  static SipHash of(Siblings siblings, RandomGenerator random) {
    return siblings.areNone()
        ? new SipHash(random)
        : new SipHash(siblings.firstKey(), siblings.secondKey());
  }

  SipHash(RandomGenerator random) {
    this(random.nextLong(), random.nextLong());
  }

  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** The hash of a four-tuple and a purpose, so that no use reveals another. */
  long of(ConnectionId id, int purpose) {
    begin(id.localHigh(), id.localLow(), id.remoteHigh(), id.remoteLow());
    add((long) id.localPort() << 48 | (long) id.remotePort() << 32 | purpose);
    return end(40);
  }

  /** The same hash, of the four-tuple of a segment. */
  long of(Segment seg, int purpose) {
    begin(seg, purpose);
    return end(40);
  }

  /** Begins with a four-tuple and a purpose; more is to follow. */
  void begin(Segment seg, int purpose) {
    begin(seg.localHigh, seg.localLow, seg.remoteHigh, seg.remoteLow);
    add((long) seg.localPort << 48 | (long) seg.remotePort << 32 | purpose);
  }

  private void begin(long localHigh, long localLow, long remoteHigh, long remoteLow) {
    begin();
    add(localHigh);
    add(localLow);
    add(remoteHigh);
    add(remoteLow);
  }

  void begin() {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  void add(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  long end(int octets) {
    add((long) octets << 56);
    v2 ^= 0xff;
    round();
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
