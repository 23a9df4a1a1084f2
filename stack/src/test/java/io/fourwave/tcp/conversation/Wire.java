package io.fourwave.tcp.conversation;

import io.fourwave.host.Host;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two hosts, each with as many addresses as a test wants, and a wire without delay or loss that
 * notes which addresses the packets have.
 */
public final class Wire {
  public final Host us;
  public final Host peer;

  /** Source addresses of the packets that we have sent, in order. */
  public final List<IpAddress> sources = new ArrayList<>();

  private final Packet packet = new Packet();

  /** Joins two hosts; either has the addresses that its settings name. */
  public Wire(HostSettings ours, HostSettings peers) {
    us = new Host(ours, new Random(1), 0);
    peer = new Host(peers, new Random(2), 0);
  }

  /** Carries packets until both are silent. */
  public Wire settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      while (us.nextPacket(packet, us.now())) {
        sources.add(sourceOf(packet));
        peer.packetArrives(packet, peer.now());
        moved = true;
      }
      while (peer.nextPacket(packet, peer.now())) {
        us.packetArrives(packet, us.now());
        moved = true;
      }
    }
    return this;
  }

  private static IpAddress sourceOf(Packet packet) {
    int at = packet.start();
    boolean v4 = packet.bytes().get(at) >>> 4 == 4;
    return v4
        ? new IpAddress(0, IpAddress.mapped(packet.bytes().getInt(at + 12)))
        : new IpAddress(packet.bytes().getLong(at + 8), packet.bytes().getLong(at + 16));
  }

  /** Lets time pass from deadline to deadline, carrying packets. */
  public Wire pass(Duration time) {
    long end = us.now() + time.toNanos();
    settle();
    for (long next = deadline(); next <= end; next = deadline()) {
      us.advanceTo(Math.max(next, us.now()));
      peer.advanceTo(Math.max(next, peer.now()));
      settle();
    }
    us.advanceTo(end);
    peer.advanceTo(end);
    return settle();
  }

  private long deadline() {
    return Math.min(us.nextDeadline(), peer.nextDeadline());
  }
}
