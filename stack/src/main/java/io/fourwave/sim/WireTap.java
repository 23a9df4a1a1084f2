package io.fourwave.sim;

import io.fourwave.link.Packet;

/** Is told what becomes of every packet. Must not keep the packet. */
@FunctionalInterface
public interface WireTap {
  /**
   * Something has become of a packet; most packets are seen twice, sent and delivered.
   *
   * @param packet valid until the method returns
   * @param now nanoseconds
   */
  void seen(Fate fate, Wire wire, Packet packet, long now);
}
