package io.fourwave.tcp;

/**
 * What connections have agreed upon that are open: mostly the same, so those that agree alike share
 * it.
 */
final class Agreements {
  private static final int PLACES = 64;

  private final Agreed[] latest = new Agreed[PLACES];

  /** One that says the same, and that nobody changes any more. */
  Agreed shared(Agreed agreed) {
    int place = agreed.hashCode() & PLACES - 1;
    if (!agreed.equals(latest[place])) {
      latest[place] = agreed;
    }
    return latest[place];
  }
}
