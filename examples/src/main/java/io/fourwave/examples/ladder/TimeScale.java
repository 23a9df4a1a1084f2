package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.Story.Arrow;
import io.fourwave.examples.ladder.Story.Row;
import java.util.List;
import java.util.stream.LongStream;

/** How much of the paper a time takes: a segment's usual way is a good slope. */
final class TimeScale {
  private static final double USUAL = 44;

  private final Story story;

  TimeScale(Story story) {
    this.story = story;
  }

  double pixelsPerNano() {
    long way = median(story.arrows().stream().mapToLong(this::way));
    long usual = way > 0 ? way : median(gaps());
    return usual > 0 ? USUAL / usual : 0;
  }

  private long way(Arrow arrow) {
    boolean whole = arrow.from() >= 0 && arrow.to() >= 0;
    return whole ? at(arrow.to()) - at(arrow.from()) : 0;
  }

  private long at(int row) {
    return story.rows().get(row).at();
  }

  private LongStream gaps() {
    List<Row> rows = story.rows();
    return LongStream.range(1, rows.size())
        .map(i -> rows.get((int) i).at() - rows.get((int) i - 1).at());
  }

  private static long median(LongStream times) {
    long[] some = times.filter(time -> time > 0).sorted().toArray();
    return some.length == 0 ? 0 : some[some.length / 2];
  }
}
