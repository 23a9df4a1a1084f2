package io.fourwave.ip;

/**
 * The two addresses of a packet that we send, 128 bits each, IPv4 in mapped form, see {@link
 * io.fourwave.wire.IpAddress}. They do not change.
 */
public interface Ends {
  /** First half of our address. */
  long localHigh();

  /** Second half of our address. */
  long localLow();

  /** First half of the peer's address. */
  long remoteHigh();

  /** Second half of the peer's address. */
  long remoteLow();
}
