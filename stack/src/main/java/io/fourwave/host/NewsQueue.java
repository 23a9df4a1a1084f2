package io.fourwave.host;

/** Whoever has something to be told, in the order in which it happened. */
final class NewsQueue {
  private News first;
  private News last;

  boolean isEmpty() {
    return first == null;
  }

  /** Queues one that is not queued. */
  void add(News news) {
    if (last == null) {
      first = news;
    } else {
      last.next = news;
    }
    last = news;
  }

  /** Tells all; what happens by that is told the next time. */
  void tellAll() {
    News news = first;
    first = null;
    last = null;
    while (news != null) {
      News following = news.next;
      news.next = null;
      news.tell();
      news = following;
    }
  }
}
