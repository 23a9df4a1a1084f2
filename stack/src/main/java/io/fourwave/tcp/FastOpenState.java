package io.fourwave.tcp;

/** What Fast Open (RFC 7413) adds to a connection that uses it, until that is open. */
final class FastOpenState {
  /** Octets of the cookie for our SYN or SYN,ACK; 0 asks for one; -1: the option is left out. */
  int cookieLength = -1;

  /** The cookie, right-aligned. */
  long cookieHigh;

  long cookieLow;

  /** FastOpened: the peer's cookie was good, so its text counts before its SYN does. */
  boolean accepted;

  /** Whose limit on such connections this one counts against, until it is open. */
  Listener listener;

  /** Octets of text that our SYN may carry. */
  int mostText;

  /** Octets of text that our SYN has carried. */
  int text;
}
