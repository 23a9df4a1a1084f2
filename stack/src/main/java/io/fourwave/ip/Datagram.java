package io.fourwave.ip;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fragments of one datagram that have come so far, in order and without overlaps. A fragment
 * costs a binary search; their number is limited.
 */
final class Datagram {
  /** What became of a fragment. */
  enum Outcome {
    HELD,
    DUPLICATE,
    TOO_MANY,
    CONTRADICTION,
    COMPLETE
  }

  /** No more fragments in one datagram: enough for 65,535 octets over an MTU of 296. */
  static final int MAX_PIECES = 256;

  /** Octets that a datagram is reckoned to take beside what it holds. */
  static final int OVERHEAD = 512;

  /** Octets that a piece is reckoned to take beside what it holds. */
  static final int PIECE_OVERHEAD = 48;

  private static final int UNKNOWN = -1;

  private final long deadline;
  private int[] extents = new int[4]; // offset / 8 << 16 | length, ascending
  private byte[][] pieces = new byte[4][];
  private int count;
  private int received;
  private int total = UNKNOWN;
  private int ecnSeen; // bit n: a fragment with codepoint n came
  private byte[] headers; // of the fragment at offset 0, IPv6's fragment header included
  private int protocol;
  private int protocolField;
  private byte[] sourceRoute;
  private int held = OVERHEAD;
  private boolean spoilt;

  Datagram(long deadline) {
    this.deadline = deadline;
  }

  /** Octets of memory that taking this fragment in needs. */
  static int cost(IpPacket ip) {
    return PIECE_OVERHEAD + ip.payloadEnd() - ip.packet().start();
  }

  /** Takes a fragment in, copying it; not to be asked of a spoilt datagram. */
  Outcome add(IpPacket ip) {
    int offset = ip.fragmentOffset;
    int end = offset + ip.payloadLength();
    int place = -Arrays.binarySearch(extents, 0, count, offset << 13) - 1;
    if (isDuplicate(ip, place)) {
      return Outcome.DUPLICATE;
    }
    if (overlaps(place, offset, end) || contradictsTotal(ip.moreFragments, end)) {
      return Outcome.CONTRADICTION; // RFC 5722 §4
    }
    if (count == MAX_PIECES) {
      return Outcome.TOO_MANY;
    }
    insert(ip, place);
    return received == total ? Outcome.COMPLETE : Outcome.HELD;
  }

  private boolean isDuplicate(IpPacket ip, int place) {
    if (place == count
        || offset(place) != ip.fragmentOffset
        || length(place) != ip.payloadLength()) {
      return false;
    }
    ByteBuffer again = ip.bytes().slice(ip.payloadStart(), ip.payloadLength());
    return ByteBuffer.wrap(pieces[place]).mismatch(again) < 0;
  }

  private boolean overlaps(int place, int offset, int end) {
    boolean before = place > 0 && offset(place - 1) + length(place - 1) > offset;
    boolean after = place < count && offset(place) < end;
    return before || after;
  }

  private boolean contradictsTotal(boolean moreFragments, int end) {
    if (total != UNKNOWN) {
      return !moreFragments || end > total;
    }
    return !moreFragments && count > 0 && offset(count - 1) >= end;
  }

  private int offset(int place) {
    return extents[place] >>> 16 << 3;
  }

  private int length(int place) {
    return extents[place] & 0xffff;
  }

  private void insert(IpPacket ip, int place) {
    if (count == extents.length) {
      extents = Arrays.copyOf(extents, 2 * count);
      pieces = Arrays.copyOf(pieces, 2 * count);
    }
    System.arraycopy(extents, place, extents, place + 1, count - place);
    System.arraycopy(pieces, place, pieces, place + 1, count - place);
    int length = ip.payloadLength();
    extents[place] = ip.fragmentOffset << 13 | length;
    pieces[place] = copy(ip.bytes(), ip.payloadStart(), length);
    count++;
    received += length;
    held += cost(ip);
    ecnSeen |= 1 << (ip.trafficClass() & 3);
    if (!ip.moreFragments) {
      total = ip.fragmentOffset + length;
    }
    if (ip.fragmentOffset == 0) {
      int start = ip.packet().start();
      headers = copy(ip.bytes(), start, ip.payloadStart() - start);
      protocol = ip.protocol;
      protocolField = ip.protocolField - start;
      sourceRoute = ip.sourceRoute();
    }
  }

  private static byte[] copy(ByteBuffer bytes, int from, int length) {
    byte[] copy = new byte[length];
    bytes.get(from, copy);
    return copy;
  }

  /** When it is given up, in nanoseconds. */
  long deadline() {
    return deadline;
  }

  /** Octets of memory it is reckoned to take. */
  int held() {
    return held;
  }

  /** Lets go of everything, but stays, so that what still comes of it is known to be spoilt. */
  void spoil() {
    spoilt = true;
    extents = null;
    pieces = null;
    headers = null;
    held = OVERHEAD;
  }

  /** Whether nothing can become of it (RFC 5722 §4: that holds for fragments yet to come, too). */
  boolean isSpoilt() {
    return spoilt;
  }

  /** The headers of the fragment at offset 0, up to its payload; null if it has not come. */
  byte[] headers() {
    return headers;
  }

  /** What the payload is, as the first fragment says. */
  int protocol() {
    return protocol;
  }

  /** Offset in {@link #headers()} of the octet that announces IPv6's fragment header. */
  int protocolField() {
    return protocolField;
  }

  /** The way back that the first fragment showed, or null. */
  byte[] sourceRoute() {
    return sourceRoute;
  }

  /** Octets of payload of the complete datagram. */
  int total() {
    return total;
  }

  /** Whether a fragment came with one of these ECN codepoints, given as bits. */
  boolean sawEcn(int codepoints) {
    return (ecnSeen & codepoints) != 0;
  }

  /** The piece at offset 0, if {@link #headers()} has come. */
  byte[] firstPiece() {
    return pieces[0];
  }

  /** Writes all pieces, each at its offset from {@code at}. */
  void copyTo(ByteBuffer bytes, int at) {
    for (int i = 0; i < count; i++) {
      bytes.put(at + offset(i), pieces[i]);
    }
  }
}
