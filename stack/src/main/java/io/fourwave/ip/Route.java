package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;

/**
 * The way of outgoing packets: both addresses, and what of the IP header the sender decides. One
 * per connection, or one reused for replies. Addresses are 128 bits, IPv4 in mapped form, see
 * {@link IpAddress}.
 */
public final class Route {
  private static final int DEFAULT_HOP_LIMIT = 64; // RFC 1122 §3.2.1.7 leaves the number to IANA

  /** Ends that may be others for the next packet. */
  private static final class Reused implements Ends {
    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;

    @Override
    public long localHigh() {
      return localHigh;
    }

    @Override
    public long localLow() {
      return localLow;
    }

    @Override
    public long remoteHigh() {
      return remoteHigh;
    }

    @Override
    public long remoteLow() {
      return remoteLow;
    }
  }

  private final Ends ends;
  private byte hopLimit = DEFAULT_HOP_LIMIT;
  private byte dscp;
  private boolean fragmentable;
  private int flowLabel;
  private byte[] sourceRoute;

  /** One to be reused, whose ends are yet to be set. */
  public Route() {
    this(new Reused());
  }

  /** One between two ends that stay as they are. */
  public Route(Ends ends) {
    this.ends = ends;
  }

  /**
   * Sets both ends, of one family. The rest stays as it is.
   *
   * @throws IllegalStateException if the ends are to stay as they are
   */
  public Route set(long localHigh, long localLow, long remoteHigh, long remoteLow) {
    if (!(ends instanceof Reused reused)) {
      throw new IllegalStateException("this route was made for two ends, which stay as they are");
    }
    reused.localHigh = localHigh;
    reused.localLow = localLow;
    reused.remoteHigh = remoteHigh;
    reused.remoteLow = remoteLow;
    return this;
  }

  /** First half of our address. */
  public long localHigh() {
    return ends.localHigh();
  }

  /** Second half of our address. */
  public long localLow() {
    return ends.localLow();
  }

  /** First half of the peer's address. */
  public long remoteHigh() {
    return ends.remoteHigh();
  }

  /** Second half of the peer's address. */
  public long remoteLow() {
    return ends.remoteLow();
  }

  /** Whether packets go as IPv4. */
  public boolean isV4() {
    return IpAddress.isV4(remoteHigh(), remoteLow());
  }

  /** Hop limit, or time to live. */
  public int hopLimit() {
    return hopLimit & 0xff;
  }

  /** Sets the hop limit, 1 to 255. */
  public Route hopLimit(int hops) {
    if (hops < 1 || hops > 255) {
      throw new IllegalArgumentException("a hop limit has to be from 1 to 255, not " + hops);
    }
    hopLimit = (byte) hops;
    return this;
  }

  /** The upper six bits of the traffic class (RFC 2474). */
  public int dscp() {
    return dscp;
  }

  /** Sets the differentiated services code point, 0 to 63. */
  public Route dscp(int codePoint) {
    if (codePoint < 0 || codePoint > 63) {
      throw new IllegalArgumentException("a DSCP has to be from 0 to 63, not " + codePoint);
    }
    dscp = (byte) codePoint;
    return this;
  }

  /** The IPv6 flow label, 20 bits. */
  public int flowLabel() {
    return flowLabel;
  }

  /** Sets the IPv6 flow label, of which 20 bits are used (RFC 6437). */
  public Route flowLabel(int label) {
    flowLabel = label & 0xf_ffff;
    return this;
  }

  /** The IPv4 source route to send, see {@link SourceRoute}; null if none. Not to be changed. */
  public byte[] sourceRoute() {
    return sourceRoute;
  }

  /**
   * Sets the IPv4 source route.
   *
   * @param option as {@link SourceRoute} makes it or {@link IpPacket#sourceRoute()} gives it; null:
   *     none. Not copied
   * @throws IllegalArgumentException if it is not a well-formed option
   */
  public Route sourceRoute(byte[] option) {
    if (option != null) {
      SourceRoute.check(option);
    }
    sourceRoute = option;
    return this;
  }

  /** Octets of IP header that packets on this route carry. */
  public int headerLength() {
    if (!isV4()) {
      return Ipv6Header.LENGTH;
    }
    return sourceRoute == null
        ? Ipv4Header.MIN_LENGTH
        : Ipv4Header.MIN_LENGTH + SourceRoute.paddedLength(sourceRoute);
  }

  /** Whether the path is narrower than we care to follow, so that routers may cut our packets. */
  boolean isFragmentable() {
    return fragmentable;
  }

  void fragmentable(boolean value) {
    fragmentable = value;
  }
}
