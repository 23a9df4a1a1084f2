package io.fourwave.examples.lab;

import java.io.IOException;

/**
 * A question to TCP, and how to put it. The same script runs against the kernel and in virtual
 * time: it only ever waits for things to happen, and claims what has to be so in both.
 */
public interface Experiment {
  /** What to type: {@code lost-last-ack}. */
  String name();

  /** The question, in one line. */
  String question();

  /** What one will see, in a sentence or three. */
  String watchFor();

  /** What the two hosts are like. */
  default Conditions conditions() {
    return Conditions.asServer();
  }

  /** Does it. */
  void run(Stage stage) throws IOException;
}
