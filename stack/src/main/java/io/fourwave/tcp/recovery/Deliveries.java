package io.fourwave.tcp.recovery;

/** Is told of each piece when the peer is first known to have it. */
interface Deliveries {
  /** The piece still has the marks and the time it had in the network. */
  void delivered(SentSegments sent, int piece);
}
