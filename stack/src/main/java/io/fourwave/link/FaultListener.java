package io.fourwave.link;

/** Is told of each fault. Must not keep the packet. */
@FunctionalInterface
public interface FaultListener {
  /** Hears nothing. */
  FaultListener NONE = (fault, direction, packet, now) -> {};

  /**
   * A fault has befallen a packet.
   *
   * @param packet as it came, before any damage; valid until the method returns
   * @param now nanoseconds; when it came
   */
  void happened(Fault fault, Direction direction, Packet packet, long now);
}
