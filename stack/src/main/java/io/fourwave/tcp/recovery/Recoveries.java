package io.fourwave.tcp.recovery;

/**
 * A host's recoveries. One is lent to a connection that sends, and comes back when everything is
 * acknowledged: what there is to know of text in flight costs an idle connection nothing, and one
 * that is busy now and then allocates nothing. For one thread.
 */
public final class Recoveries {
  /** Kept for those who send next; beyond that they are made anew. */
  private static final int MOST = 4096;

  /** The same of those that have needed much memory. */
  private static final int MOST_LARGE = 64;

  private final Recovery nobodys = new Recovery(true);
  private Recovery first;
  private int count;

  /** What all connections have that have nothing in flight. */
  public Recovery nobodys() {
    return nobodys;
  }

  /**
   * What a connection has from now on that has nobody's, since it sends, or an acknowledgement has
   * come.
   *
   * @param window what RACK goes by from flight to flight; null unless losses are found by time
   * @param timed whether a round-trip time was measured that no loss probe was sent since
   */
  public Recovery lend(LossFinding by, ReorderingWindow window, boolean timed) {
    Recovery recovery = first == null ? new Recovery(false) : takeFirst();
    recovery.begin(by, window, timed);
    return recovery;
  }

  private Recovery takeFirst() {
    Recovery recovery = first;
    first = recovery.next;
    recovery.next = null;
    count--;
    return recovery;
  }

  /** What a connection has from now on: nobody's, if there is nothing left to be known. */
  public Recovery rested(Recovery present) {
    if (present == nobodys || !present.isOver()) {
      return present;
    }
    if (count < (present.sent().isLarge() ? MOST_LARGE : MOST)) {
      present.next = first;
      first = present;
      count++;
    }
    return nobodys;
  }
}
