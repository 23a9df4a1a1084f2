package io.fourwave.link;

/** Which way a packet goes, seen from the stack. */
public enum Direction {
  /** From the device to the stack. */
  IN,
  /** From the stack to the device. */
  OUT
}
