package io.fourwave.udp;

/** Is told what happens to datagrams. Called on the host's thread. */
public interface UdpObserver {
  /** Is told nothing. */
  UdpObserver NONE = new UdpObserver() {};

  /** A datagram arrived for a socket. */
  default void datagramArrived() {}

  /** A datagram left. */
  default void datagramSent() {}

  /** A datagram went no further. */
  default void dropped(UdpDropReason reason) {}
}
