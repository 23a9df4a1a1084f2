package io.fourwave.tcp;

/** What a connection has been asked to do and has not done yet. */
final class Pending {
  /** The application will send no more: a FIN follows the last text. */
  boolean fin;

  /** The application is gone: it neither sends nor reads any more. */
  boolean orphaned;

  /** The application reads no more: what arrives is acknowledged and thrown away. */
  boolean discardsInput;

  /** A window probe is due. */
  boolean probe;

  /** A loss probe is due. */
  boolean tailProbe;

  /** A keep-alive probe is due. */
  boolean keepAlive;

  /** The next segment that has room for it tells the peer of our user timeout (RFC 5482 §3). */
  boolean advertisement;

  /** Small segments have waited long enough for a larger window (RFC 9293 §3.8.6.2.1). */
  boolean override;

  /** Window probes, or keep-alive probes, sent since the peer was last heard. */
  short unanswered;

  /** Window probes sent since the window closed: their back-off. */
  int probes;

  /** Linked in the queue of those that may have something to send. */
  boolean queued;

  Connection nextQueued;
}
