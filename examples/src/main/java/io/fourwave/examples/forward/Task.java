package io.fourwave.examples.forward;

/** What is to be done for one connection, by the forwarder's thread, which never waits for it. */
interface Task {
  /**
   * Does all that can be done now.
   *
   * @return who goes on: this task, when either side is ready for it; another; or null if all is
   *     done
   */
  Task proceed();

  /** Whether it could have done more: others have their turn first. */
  default boolean wantsAnotherTurn() {
    return false;
  }

  /** Gives up. */
  void end();
}
