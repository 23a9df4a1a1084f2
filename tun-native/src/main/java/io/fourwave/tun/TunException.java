package io.fourwave.tun;

import java.io.IOException;

/** What the kernel refused, why, and what to do about it, in a sentence. */
public final class TunException extends IOException {
  private static final long serialVersionUID = 1;

  private final String errno;

  TunException(String sentence, String errno) {
    super(sentence);
    this.errno = errno;
  }

  TunException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.errno = "";
  }

  /** The kernel's name for the error, {@code EBUSY} say; empty if the kernel was not asked. */
  public String errno() {
    return errno;
  }
}
