package io.fourwave.tcp;

import io.fourwave.link.Packet;

/**
 * The other hosts of a stack, one for each of its device's queues, as seen by one of them: they
 * have the same addresses and listen on the same ports, and a packet may come to any of them. What
 * they have to agree upon is who has which connection. All methods are for the host's thread.
 *
 * <p>The name of a connection is given as a keyed hash of its four-tuple, equal in all of them.
 */
public interface Siblings {
  /** There are none. */
  Siblings NONE = new Siblings() {};

  /** What has become of a packet that was to be handed over. */
  enum Handed {
    /** Nothing: no other host has a connection of this name. */
    NOT,
    /** The host whose connection it is for will take it. */
    OVER,
    /** That host has as much to take as it may: the packet is lost. */
    LOST
  }

  /** Whether there are none. */
  default boolean areNone() {
    return true;
  }

  /** One half of the key that all of them make secrets with. */
  default long firstKey() {
    throw new IllegalStateException("a host without siblings has a key of its own");
  }

  /** The other half. */
  default long secondKey() {
    throw new IllegalStateException("a host without siblings has a key of its own");
  }

  /** Takes a name for this host; false if another has it. It may be taken again and again. */
  default boolean claim(long name) {
    return true;
  }

  /** This host has nothing of that name any more, not even in TIME-WAIT. */
  default void release(long name) {}

  /** Hands over a copy of a packet for a connection that is not this host's. */
  default Handed handOver(long name, Packet packet) {
    return Handed.NOT;
  }

  /** A listener has begun to give out SYN cookies, which may come back to any of them. */
  default void cookiesSent(long localHigh, long localLow, int port, long now) {}
}
