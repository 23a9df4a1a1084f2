package io.fourwave.sim;

import io.fourwave.host.Host;
import io.fourwave.link.Packet;

/** A host of ours in a network. */
record HostNode(Host host) implements Node {
  @Override
  public void packetArrives(Packet packet, long now) {
    host.packetArrives(packet, now);
  }

  @Override
  public void advanceTo(long now) {
    host.advanceTo(now);
  }

  @Override
  public boolean nextPacket(Packet into, long now) {
    return host.nextPacket(into, now);
  }

  @Override
  public long nextDeadline() {
    return host.nextDeadline();
  }
}
