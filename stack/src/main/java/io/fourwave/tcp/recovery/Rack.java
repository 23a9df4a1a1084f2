package io.fourwave.tcp.recovery;

import io.fourwave.wire.Seq;

/**
 * With SACK and time: what was sent sufficiently long before something that has arrived is lost,
 * whether it was sent for the first time or again (RFC 8985 §6). What is not sent long enough
 * before is looked at again when it will be.
 *
 * <p>What was sent once stands in {@link SentSegments} in the order of its times, and what was sent
 * again is kept in a queue in that order: nothing is looked at twice.
 */
final class Rack implements LossDetector {
  private final Resent resent = new Resent();

  /** What is known of the path, from earlier flights too. */
  private ReorderingWindow window;

  /** RACK.xmit_ts and RACK.end_seq: the most recently sent piece that has arrived. */
  private long latestAt;

  private int latestEnd;
  private boolean any;

  /** The most recently sent piece of those that the present acknowledgement covers. */
  private long newestAt;

  private int newestEnd;
  private boolean news;

  /** What was sent once, and lies before, has arrived or is lost. */
  private int decidedBefore;

  private boolean anyDecided;
  private boolean lostAgain;
  private int segmentSize = 1;
  private long deadline = NEVER;

  /** Begins a flight, on a path of which something may be known. */
  void begin(ReorderingWindow path) {
    window = path;
    resent.clear();
    any = false;
    news = false;
    anyDecided = false;
    lostAgain = false;
    segmentSize = 1;
    deadline = NEVER;
  }

  @Override
  public void delivered(SentSegments sent, int piece, AckFacts ack) {
    boolean again = sent.is(piece, Pieces.AGAIN);
    long at = sent.sentAt(piece);
    int end = sent.to(piece);
    window.delivered(end, again);
    long took = ack.now - at;
    if (again && (at >= ack.sentBefore || took < window.leastRtt())) {
      return; // it was the first transmission that has arrived
    }
    if (!again) {
      window.measured(took, ack.now);
    }
    if (!news || isAfter(at, end, newestAt, newestEnd)) {
      news = true;
      newestAt = at;
      newestEnd = end;
    }
  }

  private static boolean isAfter(long time1, int seq1, long time2, int seq2) {
    return time1 > time2 || time1 == time2 && Seq.after(seq1, seq2);
  }

  @Override
  public void resent(int from, int to, long now) {
    resent.add(from, to, now);
  }

  @Override
  public boolean acknowledged(SentSegments sent, AckFacts ack, boolean recovering) {
    segmentSize = ack.segmentSize;
    window.acknowledged(ack);
    if (news) {
      news = false;
      window.latest(ack.now - newestAt);
      if (!any || isAfter(newestAt, newestEnd, latestAt, latestEnd)) {
        any = true;
        latestAt = newestAt;
        latestEnd = newestEnd;
      }
    }
    return detect(sent, recovering, ack.now);
  }

  @Override
  public boolean expired(SentSegments sent, boolean recovering, long now) {
    return detect(sent, recovering, now);
  }

  /** RACK_detect_loss; waits for the latest of what may yet be late. */
  private boolean detect(SentSegments sent, boolean recovering, long now) {
    deadline = NEVER;
    if (!window.isKnown() || sent.isEmpty()) {
      resent.clear();
      return false;
    }
    long patience = window.latest() + window.length(recovering, sent.sacked(), segmentSize);
    boolean found = detectSentOnce(sent, patience, now);
    found |= detectResent(sent, patience, now);
    return found;
  }

  private boolean detectSentOnce(SentSegments sent, long patience, long now) {
    boolean found = false;
    int i = anyDecided ? sent.firstEndingAfter(decidedBefore) : sent.first();
    for (; i < sent.end(); i++) {
      if (sent.is(i, Pieces.SACKED | Pieces.LOST | Pieces.AGAIN)) {
        continue;
      }
      if (!isOverdue(sent.sentAt(i), sent.to(i), patience, now)) {
        break;
      }
      found |= sent.lose(i);
    }
    anyDecided = true;
    decidedBefore = i < sent.end() ? sent.from(i) : sent.to(i - 1);
    return found;
  }

  private boolean isOverdue(long at, int end, long patience, long now) {
    if (!any || !isAfter(latestAt, latestEnd, at, end)) {
      return false;
    }
    if (at + patience > now) {
      deadline = latestAt + patience;
      return false;
    }
    return true;
  }

  private boolean detectResent(SentSegments sent, long patience, long now) {
    boolean found = false;
    int una = sent.from(sent.first());
    while (!resent.isEmpty()) {
      boolean gone = Seq.atOrBefore(resent.to(), una);
      if (!gone && !isOverdue(resent.at(), resent.to(), patience, now)) {
        break;
      }
      found |= !gone && sent.loseResent(resent.from(), resent.to(), resent.at());
      resent.remove();
    }
    lostAgain |= found;
    return found;
  }

  @Override
  public boolean hasLostResent() {
    boolean any = lostAgain;
    lostAgain = false;
    return any;
  }

  @Override
  public long deadline() {
    return deadline;
  }

  /** RFC 8985 §6.3. */
  @Override
  public void timeout(SentSegments sent, long now) {
    long patience = window.latest() + window.length(true, sent.sacked(), segmentSize);
    sent.loseSentBy(window.isKnown() ? now - patience : now);
    deadline = NEVER;
    anyDecided = false;
  }

  @Override
  public boolean worksAfterTimeout() {
    return true;
  }

  @Override
  public void undone() {
    window.late();
    anyDecided = false;
  }

  @Override
  public void recovered() {
    window.recovered();
  }

  @Override
  public void reset() {
    anyDecided = false;
  }

  @Override
  public String toString() {
    return "RACK, reordering "
        + (window.isReordered() ? "seen" : "not seen")
        + ", rtt "
        + window.latest();
  }
}
