package io.fourwave.host;

import io.fourwave.link.Packet;
import java.util.Random;

/** Two hosts and a wire without delay or loss, in virtual time. */
final class TwoHosts {
  final Host us;
  final Host peer;
  private final Packet packet = new Packet();
  long now;

  TwoHosts(HostSettings settings) {
    us = new Host(settings.withAddresses("192.0.2.1", "2001:db8::1"), new Random(1), 0);
    peer = new Host(settings.withAddresses("192.0.2.2", "2001:db8::2"), new Random(2), 0);
  }

  /** Carries packets until both are silent. */
  void settle() {
    boolean moved = true;
    while (moved) {
      moved = carry(us, peer);
      moved |= carry(peer, us);
    }
  }

  private boolean carry(Host from, Host to) {
    boolean any = false;
    while (from.nextPacket(packet, now)) {
      to.packetArrives(packet, now);
      any = true;
    }
    return any;
  }

  /** Lets time pass from deadline to deadline, carrying packets. */
  void advance(long nanos) {
    long end = now + nanos;
    while (true) {
      settle();
      long next = Math.min(us.nextDeadline(), peer.nextDeadline());
      if (next > end) {
        break;
      }
      now = Math.max(now, next);
      us.advanceTo(now);
      peer.advanceTo(now);
    }
    now = end;
    us.advanceTo(now);
    peer.advanceTo(now);
    settle();
  }
}
