package io.fourwave.wire;

import java.nio.ByteBuffer;

/**
 * The options of a TCP header (RFC 9293 §3.2, RFC 7323, RFC 2018, RFC 5482, RFC 7413), read from
 * and written to a buffer. An option that is unknown, or has a wrong length, is passed over; one
 * that runs past the header ends the list. Made once and reused.
 */
public final class TcpOptions {
  /** The most SACK blocks a header holds. */
  public static final int MAX_SACK_BLOCKS = 4;

  /** {@link #windowShift()} when there is no such option. */
  public static final int NONE = -1;

  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int MAXIMUM_SEGMENT_SIZE = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int USER_TIMEOUT = 28;
  private static final int FAST_OPEN = 34;
  private static final int LONGEST_COOKIE = 16;

  private int maximumSegmentSize;
  private int windowShift;
  private boolean sackPermitted;
  private boolean hasTimestamps;
  private int timestamp;
  private int timestampEcho;
  private int userTimeout;
  private int fastOpenLength;
  private long cookieHigh;
  private long cookieLow;
  private int sackBlocks;
  private final int[] sackFrom = new int[MAX_SACK_BLOCKS];
  private final int[] sackTo = new int[MAX_SACK_BLOCKS];

  /** Forgets all options. */
  public void clear() {
    maximumSegmentSize = NONE;
    windowShift = NONE;
    sackPermitted = false;
    hasTimestamps = false;
    userTimeout = 0;
    fastOpenLength = NONE;
    cookieHigh = 0;
    cookieLow = 0;
    sackBlocks = 0;
  }

  /** Reads the options between two indices of a buffer. Never reads outside them. */
  public void read(ByteBuffer bytes, int from, int to) {
    clear();
    int at = from;
    while (at < to) {
      int kind = bytes.get(at) & 0xff;
      if (kind == END) {
        return;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < to ? bytes.get(at + 1) & 0xff : 0;
      if (length < 2 || at + length > to) {
        return; // MUST-7: an illegal length ends the list
      }
      readOption(kind, bytes, at + 2, length - 2);
      at += length;
    }
  }

  private void readOption(int kind, ByteBuffer bytes, int at, int length) {
    switch (kind) {
      case MAXIMUM_SEGMENT_SIZE -> {
        if (length == 2) {
          maximumSegmentSize = bytes.getShort(at) & 0xffff;
        }
      }
      case WINDOW_SCALE -> {
        if (length == 1) {
          windowShift = Math.min(bytes.get(at) & 0xff, 14); // RFC 7323 §2.3
        }
      }
      case SACK_PERMITTED -> sackPermitted |= length == 0;
      case SACK -> readSackBlocks(bytes, at, length);
      case TIMESTAMPS -> readTimestamps(bytes, at, length);
      case USER_TIMEOUT -> {
        if (length == 2) {
          int field = bytes.getShort(at);
          userTimeout = (field & 0x7fff) * (field < 0 ? 60 : 1); // RFC 5482 §3.3
        }
      }
      case FAST_OPEN -> readCookie(bytes, at, length);
      default -> {
        // MUST-6: what we do not know is passed over
      }
    }
  }

  private void readSackBlocks(ByteBuffer bytes, int at, int length) {
    if (length == 0 || length % 8 != 0) {
      return;
    }
    sackBlocks = Math.min(length / 8, MAX_SACK_BLOCKS);
    for (int i = 0; i < sackBlocks; i++) {
      sackFrom[i] = bytes.getInt(at + 8 * i);
      sackTo[i] = bytes.getInt(at + 8 * i + 4);
    }
  }

  private void readTimestamps(ByteBuffer bytes, int at, int length) {
    if (length == 8) {
      hasTimestamps = true;
      timestamp = bytes.getInt(at);
      timestampEcho = bytes.getInt(at + 4);
    }
  }

  /** RFC 7413 §4.1.1: none, or 4 to 16 octets, an even number. */
  private void readCookie(ByteBuffer bytes, int at, int length) {
    boolean sound = length >= 4 && length <= LONGEST_COOKIE && length % 2 == 0;
    if (length != 0 && !sound) {
      return;
    }
    fastOpenLength = length;
    cookieHigh = 0;
    cookieLow = 0;
    for (int i = 0; i < length; i++) {
      cookieHigh = cookieHigh << 8 | cookieLow >>> 56;
      cookieLow = cookieLow << 8 | bytes.get(at + i) & 0xff;
    }
  }

  /** The maximum segment size offered, in octets, or {@link #NONE}. */
  public int maximumSegmentSize() {
    return maximumSegmentSize;
  }

  /** The window scale offered, 0 to 14, or {@link #NONE}. */
  public int windowShift() {
    return windowShift;
  }

  /** Whether selective acknowledgements are permitted. */
  public boolean sackPermitted() {
    return sackPermitted;
  }

  /** Whether there are timestamps. */
  public boolean hasTimestamps() {
    return hasTimestamps;
  }

  /** TSval. */
  public int timestamp() {
    return timestamp;
  }

  /** TSecr; valid only in a segment with ACK. */
  public int timestampEcho() {
    return timestampEcho;
  }

  /** The user timeout that the peer advertises (RFC 5482 §3.3), in seconds; 0 if it does not. */
  public int userTimeout() {
    return userTimeout;
  }

  /**
   * Octets of the Fast Open cookie (RFC 7413 §4.1.1), 0 if one is asked for, or {@link #NONE} if
   * there is no such option.
   */
  public int fastOpenLength() {
    return fastOpenLength;
  }

  /** The first octets of a cookie longer than 8, right-aligned. */
  public long cookieHigh() {
    return cookieHigh;
  }

  /** The last 8 octets of the cookie, or all of a shorter one, right-aligned. */
  public long cookieLow() {
    return cookieLow;
  }

  /** How many SACK blocks there are, 0 to 4. */
  public int sackBlocks() {
    return sackBlocks;
  }

  /** The first sequence number of block {@code i}. */
  public int sackFrom(int i) {
    return sackFrom[i];
  }

  /** One past the last sequence number of block {@code i}. */
  public int sackTo(int i) {
    return sackTo[i];
  }

  /** Sets the maximum segment size to be written. */
  public void maximumSegmentSize(int octets) {
    maximumSegmentSize = octets;
  }

  /** Sets the window scale to be written. */
  public void windowShift(int shift) {
    windowShift = shift;
  }

  /** Sets that selective acknowledgements are permitted. */
  public void permitSack() {
    sackPermitted = true;
  }

  /** Sets the timestamps to be written. */
  public void timestamps(int value, int echo) {
    hasTimestamps = true;
    timestamp = value;
    timestampEcho = echo;
  }

  /** Sets the user timeout to be written, in seconds, 1 to 1,966,020; if need be full minutes. */
  public void userTimeout(int seconds) {
    userTimeout = seconds;
  }

  /** Sets the Fast Open cookie to be written, right-aligned; a length of 0 asks for one. */
  public void fastOpen(int length, long high, long low) {
    fastOpenLength = length;
    cookieHigh = high;
    cookieLow = low;
  }

  /** Adds a SACK block to be written; ignored when there are four. */
  public void addSackBlock(int from, int to) {
    if (sackBlocks < MAX_SACK_BLOCKS) {
      sackFrom[sackBlocks] = from;
      sackTo[sackBlocks++] = to;
    }
  }

  /** How many SACK blocks fit beside the other options: 4, or 3 beside timestamps. */
  public int sackRoom() {
    return hasTimestamps ? 3 : MAX_SACK_BLOCKS;
  }

  /** Octets that {@link #write} takes, a multiple of four. */
  public int length() {
    int length = hasTimestamps ? 12 : 0;
    length += maximumSegmentSize == NONE ? 0 : 4;
    length += windowShift == NONE ? 0 : 4;
    length += sackPermitted && !isTight() ? 4 : 0;
    length += userTimeout == 0 ? 0 : 4;
    length += fastOpenLength == NONE ? 0 : (fastOpenLength + 5) & ~3;
    return length + (sackBlocks == 0 ? 0 : 4 + 8 * sackBlocks);
  }

  /** Whether room is made for a cookie: SACK-permitted goes where timestamps have their padding. */
  private boolean isTight() {
    return fastOpenLength != NONE && hasTimestamps;
  }

  /**
   * Writes the options, each padded to four octets with no-operations (RFC 9293 §3.1).
   *
   * @return the index after the last octet
   */
  public int write(ByteBuffer bytes, int from) {
    int at = from;
    if (maximumSegmentSize != NONE) {
      at = put(bytes, at, MAXIMUM_SEGMENT_SIZE << 24 | 4 << 16 | maximumSegmentSize);
    }
    boolean tight = isTight() && sackPermitted;
    if (sackPermitted && !tight) {
      at = put(bytes, at, NO_OPERATION << 24 | NO_OPERATION << 16 | SACK_PERMITTED << 8 | 2);
    }
    if (hasTimestamps) {
      int front = tight ? SACK_PERMITTED << 8 | 2 : NO_OPERATION << 8 | NO_OPERATION;
      at = put(bytes, at, front << 16 | TIMESTAMPS << 8 | 10);
      at = put(bytes, put(bytes, at, timestamp), timestampEcho);
    }
    if (windowShift != NONE) {
      at = put(bytes, at, NO_OPERATION << 24 | WINDOW_SCALE << 16 | 3 << 8 | windowShift);
    }
    if (userTimeout != 0) {
      boolean minutes = userTimeout > 0x7fff;
      int field = minutes ? 0x8000 | Math.min(userTimeout / 60, 0x7fff) : userTimeout;
      at = put(bytes, at, USER_TIMEOUT << 24 | 4 << 16 | field);
    }
    if (fastOpenLength != NONE) {
      at = writeCookie(bytes, at);
    }
    if (sackBlocks > 0) {
      int length = 2 + 8 * sackBlocks;
      at = put(bytes, at, NO_OPERATION << 24 | NO_OPERATION << 16 | SACK << 8 | length);
      for (int i = 0; i < sackBlocks; i++) {
        at = put(bytes, put(bytes, at, sackFrom[i]), sackTo[i]);
      }
    }
    return at;
  }

  private int writeCookie(ByteBuffer bytes, int from) {
    int at = from;
    for (int pad = -(fastOpenLength + 2) & 3; pad > 0; pad--) {
      bytes.put(at++, (byte) NO_OPERATION);
    }
    bytes.put(at++, (byte) FAST_OPEN).put(at++, (byte) (fastOpenLength + 2));
    for (int i = fastOpenLength - 1; i >= 0; i--) {
      long half = i >= 8 ? cookieHigh >>> 8 * (i - 8) : cookieLow >>> 8 * i;
      bytes.put(at++, (byte) half);
    }
    return at;
  }

  private static int put(ByteBuffer bytes, int at, int word) {
    bytes.putInt(at, word);
    return at + 4;
  }
}
