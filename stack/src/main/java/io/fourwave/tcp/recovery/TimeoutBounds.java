package io.fourwave.tcp.recovery;

/**
 * Within what retransmission timeouts lie, in nanoseconds. Shared by all connections of the same
 * settings.
 *
 * @param initial before the first measurement
 * @param minimum the least
 * @param maximum the most
 */
public record TimeoutBounds(long initial, long minimum, long maximum) {}
