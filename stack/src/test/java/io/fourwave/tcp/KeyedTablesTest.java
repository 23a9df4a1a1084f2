package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Four-tuples that fall into one place of a table do so in one host, and in no other. */
class KeyedTablesTest {
  private static final int PLACES = 1024;
  private static final int COLLIDING = 200;

  private static ConnectionId id(int i) {
    IpAddress us = IpAddress.parse("192.0.2.2");
    IpAddress net = IpAddress.parse("10.0.0.0");
    return new ConnectionId(
        us.high(), us.low(), 80, net.high(), net.low() + i / 50_000, 1 + i % 50_000);
  }

  private static List<ConnectionId> colliding(FourTupleHash hash) {
    List<ConnectionId> found = new ArrayList<>();
    for (int i = 0; found.size() < COLLIDING; i++) {
      if (hash.of(id(i)) % PLACES == 0) {
        found.add(id(i));
      }
    }
    return found;
  }

  @Test
  void fourTuplesThatCollideInOneHostAreSpreadInAnother() {
    long seed = new Random().nextLong();
    List<ConnectionId> chosen = colliding(new FourTupleHash(new Random(seed)));
    FourTupleHash other = new FourTupleHash(new Random(seed + 1));
    Set<Integer> places = new HashSet<>();
    chosen.forEach(id -> places.add(other.of(id) % PLACES));
    assertTrue(places.size() > COLLIDING * 3 / 4, places.size() + " places, seed " + seed);
  }

  @Test
  void aSegmentAndTheNameOfItsConnectionHaveTheSameHash() {
    FourTupleHash hash = new FourTupleHash(new Random(1));
    ConnectionId id = id(77);
    Segment seg = new Segment();
    seg.localHigh = id.localHigh();
    seg.localLow = id.localLow();
    seg.localPort = id.localPort();
    seg.remoteHigh = id.remoteHigh();
    seg.remoteLow = id.remoteLow();
    seg.remotePort = id.remotePort();
    assertEquals(hash.of(id), hash.of(seg));
  }
}
