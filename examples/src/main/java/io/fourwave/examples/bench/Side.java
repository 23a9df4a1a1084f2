package io.fourwave.examples.bench;

/** Whose TCP serves. */
public enum Side {
  /** A stack on a TUN device. */
  FOURWAVE("fourwave"),
  /** The kernel's, in another network behind a relay between two TUN devices. */
  KERNEL("kernel");

  private final String word;

  Side(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
