package io.fourwave.tcp;

import java.net.BindException;
import java.util.HashSet;
import java.util.Set;

/**
 * Ports that sockets are bound to before they connect, as {@code bind} has it in front of {@code
 * connect}: nobody else listens there or is given one. For the host's thread.
 */
final class ReservedPorts {
  private record Reservation(long high, long low, boolean any, int port) {
    boolean overlaps(Reservation other) {
      return port == other.port && (any || other.any || high == other.high && low == other.low);
    }
  }

  private final Set<Reservation> reservations = new HashSet<>();

  boolean isTaken(long high, long low, boolean any, int port) {
    if (reservations.isEmpty()) {
      return false;
    }
    Reservation wanted = new Reservation(high, low, any, port);
    return reservations.stream().anyMatch(wanted::overlaps);
  }

  boolean isTaken(int port) {
    return isTaken(0, 0, true, port);
  }

  void add(long high, long low, boolean any, int port) throws BindException {
    if (isTaken(high, low, any, port)) {
      throw new BindException("address already in use: another socket is bound to port " + port);
    }
    reservations.add(new Reservation(high, low, any, port));
  }

  void remove(long high, long low, boolean any, int port) {
    reservations.remove(new Reservation(high, low, any, port));
  }
}
