package io.fourwave.tcp;

/** What is done about explicit congestion notification when a connection opens (RFC 3168). */
public enum Ecn {
  /** It is neither offered nor accepted. */
  REFUSED,
  /** It is accepted if the peer offers it, but not offered: what hosts of today do by default. */
  ACCEPTED,
  /** It is offered as well; a SYN that has to be sent again does without (RFC 3168 §6.1.1.1). */
  OFFERED;

  boolean isAccepted() {
    return this != REFUSED;
  }

  boolean isOffered() {
    return this == OFFERED;
  }
}
