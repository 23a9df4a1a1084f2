package io.fourwave.udp;

/** Why a datagram, or an echo reply, went no further. */
public enum UdpDropReason {
  /** Shorter than a UDP header. */
  TRUNCATED,
  /** The length field says less than a header, or more than there is. */
  BAD_LENGTH,
  /** The checksum is wrong. */
  BAD_CHECKSUM,
  /** No checksum, in IPv6 (RFC 8200 §8.1). */
  NO_CHECKSUM,
  /** To a broadcast or multicast address: there are no groups here. */
  TO_GROUP,
  /** Nobody is at the port. */
  CLOSED_PORT,
  /** The receiver's queue is full, or memory is. */
  QUEUE_FULL,
  /** An echo reply that nobody waits for. */
  UNWANTED_REPLY,
  /** Of ours: to where no packet can be sent, or longer than a packet can be. */
  UNSENDABLE
}
