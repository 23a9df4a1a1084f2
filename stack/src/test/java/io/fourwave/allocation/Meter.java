package io.fourwave.allocation;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the octets that threads take from the heap. Asking how many those are takes none, so that
 * nothing need be allowed for the measurement.
 */
final class Meter {
  /** What happens between two looks. */
  interface Round {
    void run() throws IOException;
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Thread> threads;
  private final long[] taken;

  Meter(List<Thread> threads) {
    this.threads = List.copyOf(threads);
    taken = new long[threads.size()];
  }

  /**
   * Runs rounds until in one of them no thread has taken anything: the first ones load and compile
   * classes, and let buffers grow.
   *
   * @param most after so many it is a failure, which tells what the best round has taken
   * @return rounds that were run
   */
  int awaitRoundThatTakesNothing(int most, Round round) throws IOException {
    long least = Long.MAX_VALUE;
    String best = "";
    int rounds = 0;
    for (; rounds < most && least > 0; rounds++) {
      look(-1);
      round.run();
      look(1);
      long sum = 0;
      for (long octets : taken) {
        sum += octets;
      }
      if (sum < least) {
        least = sum;
        best = describe();
      }
    }
    if (least != 0) {
      fail("no round of " + most + " took nothing; the best one:" + best);
    }
    return rounds;
  }

  private void look(int sign) {
    for (int i = 0; i < taken.length; i++) {
      long before = sign > 0 ? taken[i] : 0;
      taken[i] = before + sign * THREADS.getThreadAllocatedBytes(threads.get(i).getId());
    }
  }

  private String describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      lines.add("\n  " + threads.get(i).getName() + ": " + taken[i] + " octets");
    }
    return String.join("", lines);
  }
}
