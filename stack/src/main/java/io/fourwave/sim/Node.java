package io.fourwave.sim;

import io.fourwave.link.Packet;

/**
 * Something in a network that sends and receives IP packets: a host of ours, or whatever a test
 * puts in the place of one. Driven by the network, which alone has the time.
 */
public interface Node {
  /** A packet has come; it may be reused when this returns. */
  void packetArrives(Packet packet, long now);

  /** Lets time pass: what is due expires. Called at every instant at which anything happens. */
  void advanceTo(long now);

  /**
   * Takes the next packet to be sent: one that is complete, and no super-segment.
   *
   * @return false if there is none now
   */
  boolean nextPacket(Packet into, long now);

  /**
   * When {@link #advanceTo} has to be called next, in nanoseconds; {@link Long#MAX_VALUE}: never.
   */
  long nextDeadline();
}
