package io.fourwave.host;

/** Sockets whose handlers have something to be told, in the order in which it happened. */
final class HandlerQueue {
  private HostSocket first;
  private HostSocket last;

  boolean isEmpty() {
    return first == null;
  }

  /** Queues a socket that is not queued. */
  void add(HostSocket socket) {
    if (last == null) {
      first = socket;
    } else {
      last.nextTold = socket;
    }
    last = socket;
  }

  /** Tells all; what happens by that is told the next time. */
  void tellAll() {
    HostSocket socket = first;
    first = null;
    last = null;
    while (socket != null) {
      HostSocket following = socket.nextTold;
      socket.nextTold = null;
      socket.tellHandler();
      socket = following;
    }
  }
}
