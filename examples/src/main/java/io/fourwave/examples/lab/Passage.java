package io.fourwave.examples.lab;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens between two remarks, not told in full where it goes on and on: of many plain
 * segments in a row only the first and the last, and of very much of anything as well.
 */
final class Passage {
  /**
   * An event in words.
   *
   * @param lines none if it needs no words
   * @param plain whether it is a segment that was sent and acted upon, and no more
   */
  record Block(List<String> lines, boolean plain) {
    static final Block NONE = new Block(List.of(), false);

    static Block of(String line) {
      return new Block(List.of(line), false);
    }
  }

  private static final int MOST_PLAIN = 8;
  private static final int FIRST_PLAIN = 4;
  private static final int LAST_PLAIN = 2;
  private static final int MOST = 44;
  private static final int FIRST = 30;
  private static final int LAST = 8;

  private final List<Block> blocks = new ArrayList<>();

  void add(Block block) {
    if (!block.lines().isEmpty()) {
      blocks.add(block);
    }
  }

  /** Prints it, and begins anew. */
  void print(PrintWriter out) {
    List<Block> told = new ArrayList<>();
    List<Block> run = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.plain()) {
        told.addAll(shortened(run, MOST_PLAIN, FIRST_PLAIN, LAST_PLAIN));
        run.clear();
        told.add(block);
      } else {
        run.add(block);
      }
    }
    told.addAll(shortened(run, MOST_PLAIN, FIRST_PLAIN, LAST_PLAIN));
    shortened(told, MOST, FIRST, LAST).forEach(block -> block.lines().forEach(out::println));
    blocks.clear();
  }

  private static List<Block> shortened(List<Block> all, int most, int first, int last) {
    if (all.size() <= most) {
      return List.copyOf(all);
    }
    int left = all.size() - first - last;
    List<Block> few = new ArrayList<>(all.subList(0, first));
    few.add(Block.of("            … and " + left + " more like these …"));
    few.addAll(all.subList(all.size() - last, all.size()));
    return few;
  }
}
