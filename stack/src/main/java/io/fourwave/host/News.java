package io.fourwave.host;

/**
 * What happens to a connection is told to its application once for each turn of the loop, after all
 * packets of the turn: whoever waits is woken once, and finds everything. For the host's thread.
 */
public abstract class News {
  /** Linked in the host's queue of those that have something to tell. */
  News next;

  private final Host host;
  private int untold;

  /** Makes one that has nothing to tell. */
  protected News(Host host) {
    this.host = host;
  }

  /** Something has happened: a bit, or several, of the subclass's choice. */
  protected final void happened(int what) {
    if (untold == 0) {
      host.news().add(this);
    }
    untold |= what;
  }

  final void tell() {
    int what = untold;
    untold = 0;
    tell(what);
  }

  /** Tells all that has happened since the last time. */
  protected abstract void tell(int what);
}
