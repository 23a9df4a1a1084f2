package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import java.util.List;

/**
 * What a ladder diagram shows of a conversation, before anything has a place on the paper.
 *
 * @param rows what happens, in order
 * @param arrows what goes from one side to the other; names rows by number
 * @param waits timers that ran until they expired; names rows by number
 * @param begins each side's state before the first row
 */
record Story(List<Row> rows, List<Arrow> arrows, List<Wait> waits, List<TcpState> begins) {

  /** What a row is. */
  enum Kind {
    /** A segment leaves a side. */
    DEPARTURE,
    /** A segment arrives at a side. */
    ARRIVAL,
    /** Something else happens at a side: a call, a timer, a change of state. */
    HAPPENING,
    /** A part of the story begins; on no side. */
    HEADING
  }

  /**
   * Something that happens.
   *
   * @param side 0 left, 1 right
   * @param at nanoseconds
   * @param segment the one that leaves or arrives; null for other kinds
   * @param label what is written at the arrow; empty for other kinds
   * @param notes what is written beside the axis
   * @param state the side's state from here on; null if it stays
   */
  record Row(
      Kind kind,
      int side,
      long at,
      RecordedSegment segment,
      List<Line> label,
      List<Line> notes,
      TcpState state) {}

  /**
   * A segment's way.
   *
   * @param from the row of its departure; -1 if it came out of nowhere
   * @param to the row of its arrival; -1 if it was lost
   * @param refused whether the receiver dropped it
   */
  record Arrow(RecordedSegment segment, int from, int to, boolean refused) {}

  /**
   * A timer that expired.
   *
   * @param side whose
   * @param from the row after which it was set
   * @param to the row in which it expired
   */
  record Wait(int side, int from, int to) {}
}
