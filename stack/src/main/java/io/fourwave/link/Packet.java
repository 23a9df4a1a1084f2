package io.fourwave.link;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One IP packet on its way through the stack, with what the device says about it, or is to do to
 * it.
 *
 * <p>The packet lies in {@link #bytes()} from {@link #start()} to {@link #end()} (octets,
 * big-endian, addressed absolutely). Room before {@code start} belongs to the device, which may put
 * a header of its own there. Between a stack and a device that can do it (see {@link
 * LinkDevice#scatters()}) the rest of a packet may lie elsewhere, as its {@link #tail()}: text on
 * its way from or to an application, which is so spared a copy. A {@code Packet} is made once and
 * reused; what it shows is valid until the method it was given to returns. Not thread-safe.
 */
public final class Packet {
  /** Octets kept free before a packet, for a device's own header. */
  public static final int HEADROOM = 64;

  /** The longest packet: 65,535 octets of IPv6 payload and its header. */
  public static final int MAX_LENGTH = 65_575;

  /** What is known of the transport checksum. */
  public enum ChecksumState {
    /** The field holds a checksum. On receipt it has to be checked; on sending it is final. */
    COMPLETE,
    /** On receipt only: the device has checked it. */
    VERIFIED,
    /**
     * The field holds the sum of the pseudo-header alone. On receipt the octets are known to be
     * good (they never crossed a wire); on sending the device fills the field in.
     */
    PARTIAL
  }

  private final ByteBuffer bytes;
  private final Octets tail = new Octets();
  private final Octets landing = new Octets();
  private boolean takesTail;
  private int landingAfter;
  private int start;
  private int end;
  private ChecksumState checksumState = ChecksumState.COMPLETE;
  private int transportStart;
  private int segmentSize;

  /** Makes a packet with room for {@link #MAX_LENGTH} octets, outside the heap. */
  public Packet() {
    this(ByteBuffer.allocateDirect(HEADROOM + MAX_LENGTH));
  }

  /**
   * Makes a packet over a caller's buffer.
   *
   * @param bytes at least {@link #HEADROOM} octets and the longest packet it will hold; big-endian
   */
  public Packet(ByteBuffer bytes) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    if (bytes.capacity() < HEADROOM) {
      throw new IllegalArgumentException(
          "a packet's buffer needs " + HEADROOM + " octets of headroom, got " + bytes.capacity());
    }
    reset();
  }

  /** The octets; use absolute access between {@link #start()} and {@link #end()}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Index of the first octet of the IP header. */
  public int start() {
    return start;
  }

  /** Index one past the packet's last octet that is not in the tail. */
  public int end() {
    return end;
  }

  /** Octets in the packet, IP header and tail included. */
  public int length() {
    return end - start + tail.length();
  }

  /** What follows after {@link #end()}; empty, as a rule. */
  public Octets tail() {
    return tail;
  }

  /** Copies the tail behind the other octets, so that the packet lies in one piece. */
  public void join() {
    tail.copyTo(bytes, end);
    end += tail.length();
    tail.clear();
  }

  /** Says that whoever is given this packet to send takes its tail, too. */
  public Packet takingTail() {
    takesTail = true;
    return this;
  }

  /** Whether a sender may leave text where it lies. */
  public boolean takesTail() {
    return takesTail;
  }

  /**
   * Where a device may put what comes after the first {@link #landingAfter()} octets of the packet
   * that it reads into this, as its tail; empty, as a rule. Has room for any packet.
   */
  public Octets landing() {
    return landing;
  }

  /** Octets of headers before what may land elsewhere. */
  public int landingAfter() {
    return landingAfter;
  }

  /** Offers the {@link #landing()} after so many octets. */
  public void landsAfter(int octets) {
    landingAfter = octets;
  }

  /** Octets the buffer can hold from {@link #start()}. */
  public int room() {
    return bytes.capacity() - start;
  }

  /** Forgets the packet: empty, at {@link #HEADROOM}, checksum complete, not a super-segment. */
  public void reset() {
    start = HEADROOM;
    end = HEADROOM;
    checksumState = ChecksumState.COMPLETE;
    transportStart = 0;
    segmentSize = 0;
    tail.clear();
  }

  /** States where the packet lies; the octets are the caller's business. */
  public void lies(int from, int to) {
    if (from < 0 || to < from || to > bytes.capacity()) {
      throw new IndexOutOfBoundsException(
          "a packet from " + from + " to " + to + " is outside 0 to " + bytes.capacity());
    }
    start = from;
    end = to;
  }

  /** Copies a packet in: the {@code source}'s remaining octets, which it consumes. */
  public void set(ByteBuffer source) {
    reset();
    int length = source.remaining();
    lies(HEADROOM, HEADROOM + length);
    bytes.put(HEADROOM, source, source.position(), length);
    source.position(source.limit());
  }

  /** Copies another packet in, with its checksum state and segment size. */
  public void set(Packet other) {
    lies(HEADROOM, HEADROOM + other.length());
    int own = other.end - other.start;
    bytes.put(HEADROOM, other.bytes, other.start, own);
    other.tail.copyTo(bytes, HEADROOM + own);
    tail.clear();
    checksumState = other.checksumState;
    transportStart = other.transportStart - other.start + HEADROOM;
    segmentSize = other.segmentSize;
  }

  /**
   * Moves to the landing what comes after its headers: what a device does in memory that cannot put
   * it there in the first place.
   */
  public void land() {
    int text = end - start - landingAfter;
    if (!landing.isEmpty() && text > 0) {
      tail.set(landing, text);
      end -= text;
      tail.copyFrom(bytes, end);
    }
  }

  /** What is known of the transport checksum. */
  public ChecksumState checksumState() {
    return checksumState;
  }

  /** Says that the transport checksum is final, or has to be checked. */
  public void checksumComplete() {
    checksumState = ChecksumState.COMPLETE;
  }

  /** Says that the device has checked the transport checksum. */
  public void checksumVerified() {
    checksumState = ChecksumState.VERIFIED;
  }

  /**
   * Says that the checksum field of the transport header holds the pseudo-header's sum only.
   *
   * @param transportStart index in {@link #bytes()} of the transport header
   */
  public void checksumPartial(int transportStart) {
    this.checksumState = ChecksumState.PARTIAL;
    this.transportStart = transportStart;
  }

  /** Index of the transport header; meaningful only when the checksum is partial. */
  public int transportStart() {
    return transportStart;
  }

  /** Octets of text in each wire segment of a super-segment, or 0 for an ordinary packet. */
  public int segmentSize() {
    return segmentSize;
  }

  /**
   * Says that this is a super-segment, to be cut (or put together) every {@code octets} of text.
   */
  public void segmentSize(int octets) {
    segmentSize = octets;
  }
}
