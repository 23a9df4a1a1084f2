package io.fourwave.sim;

import java.io.IOException;

/** A program on the hosts of a network. Acts whenever something has happened, and never waits. */
@FunctionalInterface
public interface Application {
  /**
   * Does what can be done now.
   *
   * @param now nanoseconds
   * @return whether it did anything; then it is asked again at the same instant
   * @throws IOException if it has failed, which ends the run
   */
  boolean act(long now) throws IOException;
}
