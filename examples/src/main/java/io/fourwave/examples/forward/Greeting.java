package io.fourwave.examples.forward;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/** What is said to a proxy before it hands octets on. Its channel does not block. */
interface Greeting {
  /** Nothing has to be said. */
  Greeting NONE = channel -> true;

  /**
   * Goes on as far as is possible without waiting. It reads nothing beyond the greeting.
   *
   * @return whether all is said, and the target is connected
   * @throws IOException if the target cannot be had; see {@link Answer#to}
   */
  boolean proceed(ByteChannel channel) throws IOException;

  /** Whether it waits for room to write, rather than for something to read. */
  default boolean waitsToWrite() {
    return false;
  }
}
