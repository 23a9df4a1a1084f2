package io.fourwave.tcp;

/** What an application lets a peer know whose SYN is held, see {@link Listener#holdSyns}. */
public enum SynAnswer {
  /** SYN,ACK: the connection opens. */
  ACCEPT,
  /** A reset, as from a port on which nobody listens (RFC 9293 §3.10.7.1). */
  REFUSE,
  /** ICMP, host unreachable (RFC 1122 §3.2.2.1, RFC 4443 §3.1); within the limit on ICMP errors. */
  UNREACHABLE,
  /** Nothing, as if the SYN had been lost. When the peer sends it again, it is held again. */
  IGNORE
}
