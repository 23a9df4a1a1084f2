package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.tcp.conversation.RandomStory;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Conversations with a peer that says anything, an application that does anything, and routers that
 * complain. Nothing is thrown, and the invariants hold. {@code -Dfourwave.fuzz=N} has N of them,
 * {@code -Dfourwave.fuzz.seed=S} begins with the one that failed.
 */
class FuzzTest {
  private static final int COUNT = Integer.getInteger("fourwave.fuzz", 1500);
  private static final long FIRST_SEED = Long.getLong("fourwave.fuzz.seed", 1);
  private static final int STEPS = 80;

  @Test
  void nothingThatIsSaidOrDoneBreaksAConversation() {
    Set<TcpState> visited = EnumSet.noneOf(TcpState.class);
    for (long seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      RandomStory story = new RandomStory(seed);
      try {
        story.run(STEPS);
      } catch (RuntimeException | AssertionError e) {
        String again = "-Dfourwave.fuzz=1 -Dfourwave.fuzz.seed=" + seed;
        throw new AssertionError(again + "\n" + story, e);
      }
      visited.addAll(story.visited());
    }
    if (COUNT >= 500) {
      assertEquals(EnumSet.allOf(TcpState.class), visited, "it gets everywhere");
    }
  }
}
