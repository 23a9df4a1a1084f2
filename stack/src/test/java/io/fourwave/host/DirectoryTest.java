package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who has which name. */
class DirectoryTest {
  private static final int NAMES = 5_000;

  @Test
  void aNameIsTheFirstOnesUntilThatGivesItBack() {
    Directory directory = new Directory();
    assertEquals(Directory.NOBODY, directory.owner(77L << 8));
    assertEquals(2, directory.claim(77L << 8, 2));
    assertEquals(2, directory.claim(77L << 8, 2));
    assertEquals(2, directory.claim(77L << 8, 0));
    directory.release(77L << 8, 0);
    assertEquals(2, directory.owner(77L << 8), "only its owner gives it back");
    directory.release(77L << 8, 2);
    assertEquals(Directory.NOBODY, directory.owner(77L << 8));
    assertEquals(0, directory.claim(77L << 8, 0));
  }

  @Test
  void itKnowsWhatAPlainMapWouldKnow() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    long[] names = random.longs(NAMES).map(name -> name & ~0xffL).toArray();
    Map<Long, Integer> model = new HashMap<>();
    Directory directory = new Directory();
    for (int i = 0; i < 20 * NAMES; i++) {
      long name = names[random.nextInt(NAMES)];
      int owner = random.nextInt(Directory.MOST_OWNERS);
      if (random.nextBoolean()) {
        Integer before = model.putIfAbsent(name, owner);
        assertEquals(before == null ? owner : before, directory.claim(name, owner), "" + seed);
      } else if (model.containsKey(name)) {
        directory.release(name, model.remove(name));
      }
    }
    for (long name : names) {
      int owner = model.getOrDefault(name, Directory.NOBODY);
      assertEquals(owner, directory.owner(name), "seed " + seed);
    }
  }
}
