package io.fourwave.tcp.congestion;

/** Acknowledgements for the arithmetic's tests. */
final class Acks {
  private Acks() {}

  /** Of text in order, outside recovery. */
  static Acknowledgement ack(int octets, boolean limited, long rtt) {
    return new Acknowledgement()
        .clear()
        .covering(octets, octets)
        .measuring(rtt, rtt)
        .during(limited, false);
  }
}
