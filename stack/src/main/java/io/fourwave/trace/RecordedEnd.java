package io.fourwave.trace;

import java.util.Objects;

/**
 * One of the two parties of a {@link Recording}.
 *
 * @param name as people call it: {@code client}, {@code kernel}
 * @param address its IP address
 * @param inside whether it was watched from the inside; if not, its states are what its segments
 *     show, and there are no rules, timers and variables
 */
public record RecordedEnd(String name, String address, boolean inside) {
  /** Refuses nulls. */
  public RecordedEnd {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
  }
}
