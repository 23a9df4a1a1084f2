package io.fourwave.tcp;

import java.net.BindException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Ports that sockets are bound to before they connect, as {@code bind} has it in front of {@code
 * connect}: nobody else listens there or is given one. For the host's thread.
 */
final class ReservedPorts {
  private record Address(long high, long low) {}

  /** In place of one, for all: no host has it. */
  private static final Address ANY = new Address(0, 0);

  private final Map<Integer, Set<Address>> reserved = new HashMap<>();

  boolean isTaken(long high, long low, boolean any, int port) {
    Set<Address> addresses = reserved.isEmpty() ? null : reserved.get(port);
    return addresses != null
        && (any || addresses.contains(ANY) || addresses.contains(new Address(high, low)));
  }

  boolean isTaken(int port) {
    return isTaken(0, 0, true, port);
  }

  void add(long high, long low, boolean any, int port) throws BindException {
    if (isTaken(high, low, any, port)) {
      throw new BindException("address already in use: another socket is bound to port " + port);
    }
    reserved.computeIfAbsent(port, p -> new HashSet<>()).add(address(high, low, any));
  }

  private static Address address(long high, long low, boolean any) {
    return any ? ANY : new Address(high, low);
  }

  void remove(long high, long low, boolean any, int port) {
    Set<Address> addresses = reserved.get(port);
    if (addresses != null && addresses.remove(address(high, low, any)) && addresses.isEmpty()) {
      reserved.remove(port);
    }
  }
}
