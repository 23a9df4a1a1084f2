package io.fourwave.tcp;

import java.util.random.RandomGenerator;

/** A quick keyed hash of four-tuples: multiplication by secret odd numbers, and mixing. */
final class FourTupleHash {
  private final long key;
  private final long first;
  private final long second;

  FourTupleHash(RandomGenerator random) {
    key = random.nextLong();
    first = random.nextLong() | 1;
    second = random.nextLong() | 1;
  }

  int of(Segment seg) {
    return of(
        seg.localHigh, seg.localLow, seg.localPort, seg.remoteHigh, seg.remoteLow, seg.remotePort);
  }

  int of(ConnectionId id) {
    return of(
        id.localHigh(),
        id.localLow(),
        id.localPort(),
        id.remoteHigh(),
        id.remoteLow(),
        id.remotePort());
  }

  int of(
      long localHigh,
      long localLow,
      int localPort,
      long remoteHigh,
      long remoteLow,
      int remotePort) {
    long mixed = mix(key ^ remoteLow, first);
    mixed = mix(mixed ^ ((long) remotePort << 32 | localPort), second);
    mixed = mix(mixed ^ remoteHigh, first);
    mixed = mix(mixed ^ localLow, second);
    mixed = mix(mixed ^ localHigh, first);
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long mix(long value, long factor) {
    return Math.multiplyHigh(value, factor) ^ value * factor;
  }
}
