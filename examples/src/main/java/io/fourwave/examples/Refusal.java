package io.fourwave.examples;

/**
 * What was asked for cannot be done. The message is a sentence that says why and what would help.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Refuses with a sentence. */
  public Refusal(String sentence) {
    super(sentence);
  }

  /** Refuses with a sentence, because of another failure. */
  public Refusal(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
