package io.fourwave.link;

/**
 * Says whether a packet is one of those meant. A match may remember what it has seen; it is asked
 * on the link's thread, about every packet of its path in turn, before any fault. One that other
 * threads steer must see to their visibility itself.
 *
 * @see TcpMatch
 */
@FunctionalInterface
public interface PacketMatch {
  /** Whether the packet is meant. Must not change or keep it. */
  boolean matches(Direction direction, Packet packet);

  /** Only packets that go one way. */
  default PacketMatch going(Direction way) {
    return (direction, packet) -> direction == way && matches(direction, packet);
  }

  /**
   * Only packets that come after one that matches {@code event}, as "the ACK after the FIN".
   * Remembers, so it has to be the outermost part, and new for each use.
   */
  default PacketMatch after(PacketMatch event) {
    PacketMatch later = this;
    return new PacketMatch() {
      private boolean happened;

      @Override
      public boolean matches(Direction direction, Packet packet) {
        boolean matches = happened && later.matches(direction, packet);
        happened |= event.matches(direction, packet);
        return matches;
      }
    };
  }
}
