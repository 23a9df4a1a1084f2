package io.fourwave.ip;

import io.fourwave.wire.IpAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How large a packet the path to each remote address takes, as far as routers told (RFC 1191, RFC
 * 8201) or transports found out (RFC 4821). Transports call {@link #reduce} once they believe a
 * message (RFC 5927 §7), and {@link #learn} when a search tells them. What was learnt is forgotten
 * after ten minutes, so that a wider path is found again; and the least recent is forgotten when
 * there is no room.
 */
public final class PathMtu {
  /** How long an estimate holds, in nanoseconds (RFC 1191 §6.3, RFC 8201 §4). */
  public static final long LIFETIME = 600_000_000_000L;

  /** No IPv4 estimate is less, so that a forger cannot make us send crumbs; octets. */
  public static final int FLOOR_V4 = 552;

  /** No IPv6 estimate is less (RFC 8201 §4); octets. */
  public static final int FLOOR_V6 = 1280;

  private static final int[] PLATEAUS = {
    68, 296, 508, 1006, 1492, 2002, 4352, 8166, 17_914, 32_000, 65_535
  };
  private static final int WAYS = 4;
  private static final int SETS = 256;
  private static final int NONE = -1;

  private final int linkMtu;
  private final long seed;
  private long[] high; // a cache of SETS sets with WAYS places; mtus of 0 are free places
  private long[] low;
  private long[] expiry;
  private int[] mtus;
  private boolean[] narrow;
  private boolean[] unsettled;
  private News news = (high, low, mtu) -> {};

  /** Told of each path that has become narrower. */
  public interface News {
    /** Packets to the remote have to be no longer than so many octets. */
    void reduced(long remoteHigh, long remoteLow, int mtu);
  }

  PathMtu(int linkMtu, RandomGenerator random) {
    this.linkMtu = linkMtu;
    this.seed = random.nextLong();
  }

  /** Tells somebody of what {@link #reduce} finds out, in whose call the next word may come. */
  public void tell(News listener) {
    news = listener;
  }

  /** The longest packet to send to a remote address, in octets. */
  public int mtu(long remoteHigh, long remoteLow, long now) {
    int place = find(remoteHigh, remoteLow, now);
    return place == NONE ? linkMtu : mtus[place];
  }

  /** Whether a router told of an IPv4 MTU below {@link #FLOOR_V4}, so that it has to cut. */
  boolean isNarrow(long remoteHigh, long remoteLow, long now) {
    int place = find(remoteHigh, remoteLow, now);
    return place != NONE && narrow[place];
  }

  /**
   * Takes the word of a router that packets to the remote have to be shorter. Never raises an
   * estimate.
   *
   * @param mtu octets, as the message says
   * @return whether the estimate is less than before
   */
  public boolean reduce(long remoteHigh, long remoteLow, int mtu, long now) {
    boolean v4 = IpAddress.isV4(remoteHigh, remoteLow);
    int before = mtu(remoteHigh, remoteLow, now);
    if (mtu > before || mtu >= linkMtu || (!v4 && mtu < FLOOR_V6)) {
      return false;
    }
    int after = v4 ? Math.max(mtu, Math.min(FLOOR_V4, linkMtu)) : mtu;
    int place = claim(remoteHigh, remoteLow);
    high[place] = remoteHigh;
    low[place] = remoteLow;
    mtus[place] = after;
    narrow[place] = after > mtu;
    unsettled[place] = false;
    expiry[place] = now + LIFETIME;
    if (after < before) {
      news.reduced(remoteHigh, remoteLow, mtu);
    }
    return after < before;
  }

  /**
   * Takes the word of a transport that has found out by itself what gets through (RFC 4821), which
   * may be more than was known.
   *
   * @param mtu octets; as much as the link takes, or more, forgets the path
   * @param settled whether it has tried longer packets in vain
   */
  public void learn(long remoteHigh, long remoteLow, int mtu, boolean settled, long now) {
    if (mtu >= linkMtu) {
      forget(remoteHigh, remoteLow);
      return;
    }
    int place = claim(remoteHigh, remoteLow);
    high[place] = remoteHigh;
    low[place] = remoteLow;
    mtus[place] = mtu;
    narrow[place] = false;
    unsettled[place] = !settled;
    expiry[place] = now + LIFETIME;
  }

  /** When longer packets than {@link #mtu} may be tried, in nanoseconds. */
  public long searchAt(long remoteHigh, long remoteLow, long now) {
    int place = find(remoteHigh, remoteLow, now);
    return place == NONE || unsettled[place] ? now : expiry[place];
  }

  /** Forgets what was learnt about the path to a remote address. */
  public void forget(long remoteHigh, long remoteLow) {
    int place = place(remoteHigh, remoteLow);
    if (place != NONE) {
      mtus[place] = 0;
    }
  }

  private int find(long remoteHigh, long remoteLow, long now) {
    int place = place(remoteHigh, remoteLow);
    return place != NONE && expiry[place] - now > 0 ? place : NONE;
  }

  private int place(long remoteHigh, long remoteLow) {
    if (mtus == null) {
      return NONE;
    }
    int first = firstPlace(remoteHigh, remoteLow);
    for (int i = first; i < first + WAYS; i++) {
      if (mtus[i] != 0 && high[i] == remoteHigh && low[i] == remoteLow) {
        return i;
      }
    }
    return NONE;
  }

  /** The remote's own place, else a free one, else that which expires first or has expired. */
  private int claim(long remoteHigh, long remoteLow) {
    allocate();
    int own = place(remoteHigh, remoteLow);
    if (own != NONE) {
      return own;
    }
    int first = firstPlace(remoteHigh, remoteLow);
    int best = first;
    for (int i = first; i < first + WAYS; i++) {
      if (mtus[i] == 0) {
        return i;
      }
      if (expiry[i] - expiry[best] < 0) {
        best = i;
      }
    }
    return best;
  }

  private int firstPlace(long remoteHigh, long remoteLow) {
    long mixed = (remoteHigh ^ seed) * 0x9e37_79b9_7f4a_7c15L + remoteLow;
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
    return (int) (mixed >>> 40) % SETS * WAYS;
  }

  private void allocate() {
    if (mtus == null) {
      high = new long[SETS * WAYS];
      low = new long[SETS * WAYS];
      expiry = new long[SETS * WAYS];
      mtus = new int[SETS * WAYS];
      narrow = new boolean[SETS * WAYS];
      unsettled = new boolean[SETS * WAYS];
    }
  }

  /** The greatest plateau below a length, for routers that tell no MTU (RFC 1191 §5, §7.1). */
  static int plateauBelow(int length) {
    int at = Arrays.binarySearch(PLATEAUS, length);
    int below = at >= 0 ? at - 1 : -at - 2;
    return PLATEAUS[Math.max(0, below)];
  }
}
