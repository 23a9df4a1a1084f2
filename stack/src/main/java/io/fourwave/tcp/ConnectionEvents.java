package io.fourwave.tcp;

/**
 * What a connection tells its owner. Called on the host's thread, outside any lock of the stack's;
 * a method must be quick, and may call the host only later.
 */
public interface ConnectionEvents {
  /** Tells nobody. */
  ConnectionEvents NONE = new ConnectionEvents() {};

  /** Both ways are open. */
  default void opened() {}

  /** There is more to read: text, or the end of it. */
  default void readable() {}

  /** There is room to write again. */
  default void writable() {}

  /** Urgent text has been announced (RFC 9293 §3.8.5, MUST-32). */
  default void urgent() {}

  /**
   * Something is wrong, but not given up: IP reports a soft error, or a segment had to be sent R1
   * times (RFC 9293 §3.8.3, §3.9.1.8).
   *
   * @param reason what it will be if it stays so
   */
  default void troubled(CloseReason reason) {}

  /** The connection is over, and no further event follows. */
  default void closed(CloseReason reason) {}
}
