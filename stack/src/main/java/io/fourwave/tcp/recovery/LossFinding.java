package io.fourwave.tcp.recovery;

/** How a connection finds out what was lost. */
public enum LossFinding {
  /** By duplicate acknowledgements (RFC 5681, RFC 6582). */
  BY_DUPLICATES,
  /** By what SACK says (RFC 6675). */
  BY_SACK,
  /** By SACK and time (RFC 8985). */
  BY_TIME;

  /** By SACK if it was agreed upon, and by time if that is wanted. */
  public static LossFinding of(boolean sack, boolean rack) {
    return !sack ? BY_DUPLICATES : rack ? BY_TIME : BY_SACK;
  }
}
