package io.fourwave.tcp;

/**
 * What is done about explicit congestion notification when a connection opens (RFC 3168, RFC 9768).
 */
public enum Ecn {
  /** It is neither offered nor accepted. */
  REFUSED,
  /** It is accepted if the peer offers it, but not offered: what hosts of today do by default. */
  ACCEPTED,
  /** It is offered as well; a SYN that has to be sent again does without (RFC 3168 §6.1.1.1). */
  OFFERED,
  /** As {@link #OFFERED}, but in its accurate form, which counts marks, if the peer knows it. */
  ACCURATE;

  boolean isAccepted() {
    return this != REFUSED;
  }

  boolean isOffered() {
    return this == OFFERED || this == ACCURATE;
  }

  boolean isAccurate() {
    return this == ACCURATE;
  }
}
