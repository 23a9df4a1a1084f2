package io.fourwave.examples.bench.million;

import java.time.Duration;

/**
 * What came out.
 *
 * @param connections that both ends had
 * @param opening how quickly they were opened, each with a request and its answer
 * @param idle the memory of both ends of all connections, while nothing is in flight or in a ring
 * @param asking how quickly each was asked once more
 * @param collections how often the garbage collector ran while they were opened
 * @param collecting how long it took, all in all
 * @param longestPause how long the longest took
 */
record MillionResult(
    int connections,
    Stopwatch opening,
    Memory idle,
    Stopwatch asking,
    long collections,
    Duration collecting,
    Duration longestPause) {

  /** Octets of heap that an end of an idle connection takes, its application's socket included. */
  double heap() {
    return idle.heap() / (2.0 * connections);
  }

  /** The same outside the heap. */
  double direct() {
    return idle.direct() / (2.0 * connections);
  }

  /** How quickly the last were opened, of the first. */
  double steadiness() {
    return opening.last() / opening.first();
  }
}
