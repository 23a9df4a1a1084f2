package io.fourwave.udp;

import io.fourwave.ip.IcmpError;

/**
 * What an endpoint tells its owner. Called on the host's thread; a method must be quick, and may
 * call the host only later.
 */
public interface DatagramEvents {
  /** Tells nobody. */
  DatagramEvents NONE = new DatagramEvents() {};

  /** There is more to read. */
  default void readable() {}

  /** There is room to write again. */
  default void writable() {}

  /** What was sent to the peer that the endpoint is connected to did not reach it. */
  default void failed(IcmpError.Kind kind) {}

  /** It is over, and no further event follows. */
  default void closed() {}
}
