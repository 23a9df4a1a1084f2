package io.fourwave.tun;

import java.nio.ByteBuffer;

/**
 * What ppoll(2) is asked: two {@code struct pollfd} (an int and two shorts), the device's and the
 * waker's, and behind them a {@code struct timespec} (two C longs), all in the order of the buffer.
 */
final class PollRequest {
  static final int LENGTH = 32;
  static final int DESCRIPTORS = 2;
  static final int TIMEOUT = 16;

  private static final short POLLIN = 0x1;
  private static final short POLLOUT = 0x4;
  private static final short FAILED = 0x8 | 0x10 | 0x20; // POLLERR, POLLHUP, POLLNVAL
  private static final int EVENTS = 4;
  private static final int ANSWER = 6;
  private static final int WAKER = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ByteBuffer bytes;
  private final int longOctets;

  /** Lays the request over {@link #LENGTH} octets. */
  PollRequest(ByteBuffer bytes, int longOctets) {
    this.bytes = bytes;
    this.longOctets = longOctets;
  }

  /** Asks for a packet, for room to write if wanted, and for a wake-up. */
  void set(int device, boolean writable, int waker) {
    set(0, device, writable ? (short) (POLLIN | POLLOUT) : POLLIN);
    set(WAKER, waker, POLLIN);
  }

  private void set(int at, int fd, short events) {
    bytes.putInt(at, fd);
    bytes.putShort(at + EVENTS, events);
    bytes.putShort(at + ANSWER, (short) 0);
  }

  /** The time to wait, in nanoseconds; 32-bit seconds end at 68 years. */
  void timeout(long nanos) {
    long seconds = nanos / NANOS_PER_SECOND;
    if (longOctets == Long.BYTES) {
      bytes.putLong(TIMEOUT, seconds);
      bytes.putLong(TIMEOUT + Long.BYTES, nanos % NANOS_PER_SECOND);
    } else {
      bytes.putInt(TIMEOUT, (int) Math.min(seconds, Integer.MAX_VALUE));
      bytes.putInt(TIMEOUT + Integer.BYTES, (int) (nanos % NANOS_PER_SECOND));
    }
  }

  /** Whether the answer says that the device is broken or gone. */
  boolean deviceFailed() {
    return (bytes.getShort(ANSWER) & FAILED) != 0;
  }

  /** Whether the answer says that somebody wants the sleep to end. */
  boolean woken() {
    return (bytes.getShort(WAKER + ANSWER) & POLLIN) != 0;
  }
}
