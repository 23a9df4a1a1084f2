package io.fourwave.host;

import io.fourwave.tcp.CloseReason;
import java.io.IOException;

/**
 * Serves one connection on the host's own thread, without a hop to another. Told what has happened
 * since it was told last, once for all of it: after the packets of a turn were processed, before
 * the next packet is sent. Within a call the whole of {@link HostSocket} may be used, also that of
 * other connections; nothing may wait.
 *
 * <p>Nothing is told twice: a handler that leaves octets unread, or finds no room to write, hears
 * again when there are more. Once it has closed its socket, or just the way out, it hears of
 * nothing that it could not act upon. What a method throws aborts its connection, and no other.
 */
public interface SocketHandler {
  /** Both ways are open. */
  default void opened(HostSocket socket) throws IOException {}

  /** There is more to read: octets, or the end of them. */
  void readable(HostSocket socket) throws IOException;

  /** There is room to write again. */
  default void writable(HostSocket socket) throws IOException {}

  /** The connection is over; the last that is told. */
  default void closed(HostSocket socket, CloseReason reason) {}
}
