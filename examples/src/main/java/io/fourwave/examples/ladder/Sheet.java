package io.fourwave.examples.ladder;

/**
 * The paper that a ladder is drawn on: where its columns are, in pixels.
 *
 * @param width of all
 * @param bar width of the bars that show the states
 * @param leftBar left edge of the left bar
 * @param rightBar left edge of the right bar
 * @param timeEnd where times end; 0 for none
 * @param gutter width of the columns beside the bars, for notes; 0 puts notes between the bars
 */
record Sheet(int width, int bar, int leftBar, int rightBar, int timeEnd, int gutter) {
  /** For screens wider than a telephone. */
  static final Sheet WIDE = new Sheet(1120, 18, 318, 790, 60, 232);

  /** For a telephone. */
  static final Sheet NARROW = new Sheet(360, 16, 0, 344, 0, 0);

  /** Whether notes stand between the bars. */
  boolean isNarrow() {
    return gutter == 0;
  }

  /** Where arrows begin or end on a side: the inner edge of its bar. */
  double edge(int side) {
    return side == 0 ? leftBar + bar : rightBar;
  }

  /** The middle between the bars. */
  double middle() {
    return (edge(0) + edge(1)) / 2;
  }

  /** Where text at a side's arrows begins (left) or ends (right). */
  double labelEdge(int side) {
    return side == 0 ? edge(0) + 12 : edge(1) - 12;
  }

  /** How wide the text at an arrow may be. */
  double labelWidth() {
    return middle() - labelEdge(0) - 8;
  }

  /** Where notes begin or end on a side. */
  double noteEdge(int side) {
    if (isNarrow()) {
      return labelEdge(side);
    }
    return side == 0 ? leftBar - 16 : rightBar + bar + 16;
  }

  /** How wide notes may be. */
  double noteWidth() {
    return isNarrow() ? edge(1) - edge(0) - 40 : gutter;
  }
}
