package io.fourwave.nio;

/** A channel of the stack, as a selector sees it. */
interface Selectable {
  /** The operations that would not wait now, of all there are. For any thread; takes no lock. */
  int readyNow();

  /** The keys to tell when that may have changed. */
  Readiness readiness();
}
