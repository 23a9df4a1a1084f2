package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.Seq;

/**
 * Widens the receive buffer, and with it the window, as the path and the application need it
 * (dynamic right-sizing): what the application takes in a round trip, it is to be able to take
 * twice over, so that the window is never what holds the sender up. A slow reader takes little, and
 * keeps a small buffer. One that was set by the application stays as it is.
 */
final class ReceiveTuning {
  private final ShortestRoundTrip shortest = new ShortestRoundTrip();

  /** A window was offered up to here, then: what lies beyond it comes a round trip later. */
  private int edge;

  private long edgeAt;

  /** When the round trip began in which octets are counted, and what was read before; 0: never. */
  private long begun;

  private long readBefore;
  private int readLast;

  /** The window scale that lets a whole buffer be advertised (RFC 7323 §2.3). */
  static int windowShift(int most) {
    int shift = 0;
    while (shift < 14 && most >>> shift > 0xffff) {
      shift++;
    }
    return shift;
  }

  /** Text has arrived in order. */
  void textArrived(Connection c, Segment seg, MemoryBudget memory, long now) {
    int most = c.settings.buffers().mostReceive();
    if (c.incoming().limit() >= most) {
      return;
    }
    measure(c, seg, now);
    long head = c.incoming().head();
    if (begun == 0) {
      begin(head, now);
    } else if (now - begun >= Math.max(shortest.time(), ShortestRoundTrip.LEAST)) {
      long read = head - readBefore;
      if (!memory.isShort()) {
        widen(c, read, most);
      }
      readLast = (int) read;
      begin(head, now);
    }
  }

  private void begin(long head, long now) {
    begun = now;
    readBefore = head;
  }

  /** A sender in slow start sends twice as much in the round trip that has begun meanwhile. */
  private void widen(Connection c, long read, int most) {
    boolean grows = 2 * read >= 3L * readLast;
    long wanted = (grows ? 4 : 2) * read + 2L * c.segmentSize;
    wanted = Math.min(shortest.capacity(most), wanted);
    if (wanted > c.incoming().limit()) {
      c.incoming().limit((int) wanted);
    }
  }

  /**
   * The round trip as a receiver sees it: by the echo of our timestamp, or else by the time that a
   * whole window takes; both can only be too long, so the shortest counts.
   */
  private void measure(Connection c, Segment seg, long now) {
    if (edgeAt == 0) {
      shortest.measured(c.rtt.smoothed(), now); // the handshake's
      windowBegins(c, now);
    }
    if (c.agreed.timestamps) {
      long elapsed = c.timestamps.elapsed(seg.options.timestampEcho(), now);
      if (elapsed > 0) {
        shortest.measured(elapsed, now);
      }
    } else if (Seq.atOrAfter(seg.end(), edge)) {
      shortest.measured(now - edgeAt, now);
      windowBegins(c, now);
    }
  }

  private void windowBegins(Connection c, long now) {
    edge = c.rcv.edge;
    edgeAt = now;
  }
}
