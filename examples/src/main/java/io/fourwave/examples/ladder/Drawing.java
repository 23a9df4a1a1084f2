package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import java.util.List;

/**
 * A ladder with everything in its place, in pixels.
 *
 * @param texts all but those of arrows and bars
 */
record Drawing(
    double width,
    double height,
    List<Bar> bars,
    List<Way> ways,
    List<Text> texts,
    List<Wait> waits,
    List<Break> breaks,
    List<Double> rules) {

  /** A stretch of an axis on which the state stays. */
  record Bar(int side, double from, double to, TcpState state) {}

  /** What becomes of a segment at the end of its way. */
  enum End {
    TAKEN,
    REFUSED,
    LOST
  }

  /**
   * A segment's way, from one point to another, with its texts.
   *
   * @param fromNowhere whether nobody was seen to send it
   */
  record Way(
      RecordedSegment segment,
      double x1,
      double y1,
      double x2,
      double y2,
      End end,
      boolean fromNowhere,
      List<Text> texts) {}

  /** A timer's time. */
  record Wait(double x, double from, double to) {}

  /** A long time that takes little room: here the axes are broken. */
  record Break(double y) {}
}
