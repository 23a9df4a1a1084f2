package io.fourwave.examples.ladder;

/**
 * A line of text in its place.
 *
 * @param x where it begins, is centred, or ends
 * @param y its baseline
 */
record Text(Line line, double x, double y, Anchor anchor) {
  /** What {@code x} is of a text. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  double left() {
    return switch (anchor) {
      case START -> x;
      case MIDDLE -> x - line.width() / 2;
      case END -> x - line.width();
    };
  }

  double right() {
    return left() + line.width();
  }

  double top() {
    return y - line.look().size;
  }

  double bottom() {
    return y + line.look().size * 0.25;
  }

  /** Whether two texts touch. */
  boolean overlaps(Text other) {
    return left() < other.right()
        && other.left() < right()
        && top() < other.bottom()
        && other.top() < bottom();
  }
}
