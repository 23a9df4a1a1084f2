package io.fourwave.ip;

import io.fourwave.ip.Datagram.Outcome;
import io.fourwave.wire.IpProtocol;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Datagrams of which only fragments have come, within limits of memory and time (RFC 791 §3.2, RFC
 * 8200 §4.5, RFC 1122 §3.3.2). The oldest goes when memory runs out.
 */
final class Fragments {
  private static final int LEAST_TCP = 20;
  private static final int LEAST_OTHER = 8;

  private final int limit;
  private final long timeout;
  private final long seed;
  private final IcmpErrors errors;
  private final IpObserver observer;
  private final Map<FragmentKey, Datagram> datagrams = new LinkedHashMap<>(); // oldest first
  private final Reassembly reassembly = new Reassembly();
  private final IpPacket expired = new IpPacket();
  private long nextDeadline = Long.MAX_VALUE;
  private int held;

  Fragments(IpSettings settings, RandomGenerator random, IcmpErrors errors, IpObserver observer) {
    this.limit = settings.fragmentMemory();
    this.timeout = settings.fragmentTimeout().toNanos();
    this.seed = random.nextLong();
    this.errors = errors;
    this.observer = observer;
  }

  /** Octets of payload that a first fragment needs to hold the transport's header (RFC 1858 §3). */
  static int leastFirst(int protocol) {
    return protocol == IpProtocol.TCP ? LEAST_TCP : LEAST_OTHER;
  }

  /**
   * Takes a fragment that is sound by itself.
   *
   * @param ip a view of the fragment; of the whole datagram, if this was what it lacked
   * @return whether the datagram is whole
   */
  boolean add(IpPacket ip, long now) {
    advanceTo(now);
    makeRoom(Datagram.OVERHEAD + Datagram.cost(ip));
    FragmentKey key = FragmentKey.of(ip, seed);
    Datagram datagram = datagrams.get(key);
    if (datagram == null) {
      datagram = new Datagram(now + timeout);
      datagrams.put(key, datagram);
      held += datagram.held();
      updateDeadline();
    } else if (datagram.isSpoilt()) {
      observer.dropped(IpDropReason.BAD_FRAGMENT);
      return false;
    }
    int before = datagram.held();
    Outcome outcome = datagram.add(ip);
    held += datagram.held() - before;
    return settle(outcome, key, datagram, ip);
  }

  private boolean settle(Outcome outcome, FragmentKey key, Datagram datagram, IpPacket ip) {
    switch (outcome) {
      case HELD -> {
        return false;
      }
      case DUPLICATE -> observer.dropped(IpDropReason.DUPLICATE_FRAGMENT);
      case TOO_MANY -> spoil(datagram, IpDropReason.FRAGMENT_LIMIT);
      case CONTRADICTION -> spoil(datagram, IpDropReason.BAD_FRAGMENT);
      case COMPLETE -> {
        datagrams.remove(key);
        held -= datagram.held();
        updateDeadline();
        return complete(datagram, ip);
      }
    }
    return false;
  }

  private boolean complete(Datagram datagram, IpPacket ip) {
    boolean complete = reassembly.complete(datagram, ip);
    if (complete) {
      observer.reassembled();
    } else {
      observer.dropped(IpDropReason.BAD_FRAGMENT);
    }
    return complete;
  }

  private void spoil(Datagram datagram, IpDropReason reason) {
    held -= datagram.held();
    datagram.spoil();
    held += datagram.held();
    observer.dropped(reason);
  }

  private void makeRoom(int octets) {
    while (held + octets > limit && !datagrams.isEmpty()) {
      Datagram oldest = removeOldest(datagrams.entrySet().iterator()).getValue();
      if (!oldest.isSpoilt()) {
        observer.dropped(IpDropReason.FRAGMENT_LIMIT);
      }
    }
  }

  private Map.Entry<FragmentKey, Datagram> removeOldest(
      Iterator<Map.Entry<FragmentKey, Datagram>> entries) {
    Map.Entry<FragmentKey, Datagram> oldest = entries.next();
    entries.remove();
    held -= oldest.getValue().held();
    updateDeadline();
    return oldest;
  }

  private void updateDeadline() {
    nextDeadline =
        datagrams.isEmpty() ? Long.MAX_VALUE : datagrams.values().iterator().next().deadline();
  }

  /** When the oldest datagram's time is over, in nanoseconds; {@link Long#MAX_VALUE} if none. */
  long nextDeadline() {
    return nextDeadline;
  }

  /** Gives up datagrams whose time is over, and tells those who sent a first fragment. */
  void advanceTo(long now) {
    while (!datagrams.isEmpty() && nextDeadline <= now) {
      Map.Entry<FragmentKey, Datagram> oldest = removeOldest(datagrams.entrySet().iterator());
      if (!oldest.getValue().isSpoilt()) {
        giveUp(oldest.getKey(), oldest.getValue(), now);
      }
    }
  }

  private void giveUp(FragmentKey key, Datagram datagram, long now) {
    observer.dropped(IpDropReason.FRAGMENT_TIMEOUT);
    if (datagram.headers() != null) {
      reassembly.first(datagram, key, expired);
      errors.reassemblyTimeExceeded(expired, now);
    }
  }

  /** Octets held, as reckoned. */
  int held() {
    return held;
  }
}
