package io.fourwave.tcp;

import io.fourwave.wire.Seq;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * What is left of connections for 2 MSL: a record of a few words each in a {@link TimeWaitLog}, and
 * a hash table of chains that runs through the records. IPv4 takes 40 octets, IPv6 64, all told. An
 * entry's name is its place, which is good until the table changes.
 */
final class TimeWaitTable {
  /** In place of an entry. */
  static final int NONE = TimeWaitLog.NONE;

  private static final int NEXT = 0; // in the chain
  private static final int PORTS = 1; // 0 once the entry has ended: no local port is 0
  private static final int SND_NXT = 2;
  private static final int RCV_NXT = 3;
  private static final int TIMESTAMP = 4;
  private static final int HEADER = 5;
  private static final int DEADLINE = 6;
  private static final int ADDRESSES = 7; // of IPv4 one word each, of IPv6 four
  private static final int WORDS_V4 = ADDRESSES + 2;
  private static final int WORDS_V6 = ADDRESSES + 8;

  private static final int TIMESTAMPS = 1 << 16; // the window field is below it
  private static final int DSCP = 17;
  private static final int HOP_LIMIT = 23;
  private static final int V6 = 1 << 31;

  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long TICK = 1_000; // deadlines are microseconds, in an int that wraps

  private final FourTupleHash hash;
  private final int most;
  private TimeWaitLog log = new TimeWaitLog();
  private int[] chains = new int[32];
  private Map<ConnectionId, byte[]> sourceRoutes = Map.of();
  private int count;
  private long latest; // deadline, in microseconds

  TimeWaitTable(int most, RandomGenerator random) {
    this.most = most;
    hash = new FourTupleHash(random);
  }

  int size() {
    return count;
  }

  boolean isFull() {
    return count == most;
  }

  /** Octets of memory that all of it takes, but for source routes. */
  long octets() {
    return log.octets() + 4L * chains.length;
  }

  /** The entry for a segment, or {@link #NONE}. */
  int find(Segment seg) {
    int entry = chains[hash.of(seg) & chains.length - 1];
    while (entry != NONE && !matches(entry, seg)) {
      entry = log.get(entry, NEXT);
    }
    return entry;
  }

  private boolean matches(int entry, Segment seg) {
    return log.get(entry, PORTS) == (seg.localPort << 16 | seg.remotePort)
        && remoteLow(entry) == seg.remoteLow
        && localLow(entry) == seg.localLow
        && remoteHigh(entry) == seg.remoteHigh
        && localHigh(entry) == seg.localHigh;
  }

  /** The entry of this name, or {@link #NONE}. */
  int find(ConnectionId id) {
    int entry = chains[hash.of(id) & chains.length - 1];
    while (entry != NONE && !id(entry).equals(id)) {
      entry = log.get(entry, NEXT);
    }
    return entry;
  }

  /** Whether the four-tuple is waiting. */
  boolean contains(ConnectionId id) {
    return find(id) != NONE;
  }

  /** Ends the entry of a connection that is aborted; a later one with its name is left alone. */
  void removeIfThere(Connection c) {
    int entry = c.state == TcpState.TIME_WAIT ? find(c.id) : NONE;
    if (entry != NONE && sndNxt(entry) == c.snd.nxt) {
      c.state = c.state.after(TcpState.Event.GONE);
      remove(entry);
    }
  }

  /** Ends the entry of this name, if there is one: a new connection takes its place. */
  void remove(ConnectionId id) {
    int entry = find(id);
    if (entry != NONE) {
      remove(entry);
    }
  }

  /**
   * Adds what is left of a connection, for which there must be room.
   *
   * @param until when it ends, in nanoseconds: not before any that is in the table
   */
  int add(Connection c, int windowField, long until) {
    boolean v4 = c.route.isV4();
    int entry = log.append(v4 ? WORDS_V4 : WORDS_V6);
    log.set(entry, PORTS, c.id.localPort() << 16 | c.id.remotePort());
    log.set(entry, SND_NXT, c.snd.nxt);
    log.set(entry, RCV_NXT, c.rcv.nxt);
    log.set(entry, TIMESTAMP, c.timestamps.recent);
    int header = windowField | c.route.dscp() << DSCP | c.route.hopLimit() << HOP_LIMIT;
    log.set(entry, HEADER, header | (c.agreed.timestamps ? TIMESTAMPS : 0) | (v4 ? 0 : V6));
    setAddresses(entry, v4, c.id);
    setDeadline(entry, until);
    sourceRoute(entry, c.route.sourceRoute());
    count++;
    enter(entry);
    if (count > 2 * chains.length) {
      chains = new int[2 * chains.length];
      forEach(this::enter);
    }
    return entry;
  }

  private void setAddresses(int entry, boolean v4, ConnectionId id) {
    if (v4) {
      log.set(entry, ADDRESSES, (int) id.localLow());
      log.set(entry, ADDRESSES + 1, (int) id.remoteLow());
    } else {
      setLong(entry, ADDRESSES, id.localHigh());
      setLong(entry, ADDRESSES + 2, id.localLow());
      setLong(entry, ADDRESSES + 4, id.remoteHigh());
      setLong(entry, ADDRESSES + 6, id.remoteLow());
    }
  }

  private void setLong(int entry, int word, long value) {
    log.set(entry, word, (int) (value >>> 32));
    log.set(entry, word + 1, (int) value);
  }

  private long getLong(int entry, int word) {
    return (long) log.get(entry, word) << 32 | log.get(entry, word + 1) & 0xffff_ffffL;
  }

  /** Rounded up: nothing ends before its time. */
  private void setDeadline(int entry, long until) {
    latest = Math.floorDiv(until + TICK - 1, TICK);
    log.set(entry, DEADLINE, (int) latest);
  }

  private void enter(int entry) {
    int chain = chainOf(entry);
    log.set(entry, NEXT, chains[chain]);
    chains[chain] = entry;
  }

  private int chainOf(int entry) {
    int code =
        hash.of(
            localHigh(entry),
            localLow(entry),
            localPort(entry),
            remoteHigh(entry),
            remoteLow(entry),
            remotePort(entry));
    return code & chains.length - 1;
  }

  /** Ends an entry. */
  void remove(int entry) {
    if (!sourceRoutes.isEmpty()) {
      sourceRoutes.remove(id(entry));
    }
    unchain(entry);
    end(entry);
  }

  private void unchain(int entry) {
    int chain = chainOf(entry);
    int after = log.get(entry, NEXT);
    if (chains[chain] == entry) {
      chains[chain] = after;
      return;
    }
    int before = chains[chain];
    while (log.get(before, NEXT) != entry) {
      before = log.get(before, NEXT);
    }
    log.set(before, NEXT, after);
  }

  private void end(int entry) {
    log.set(entry, PORTS, 0);
    log.ended(words(entry));
    count--;
    while (!log.isEmpty() && hasEnded(log.first())) {
      log.dropFirst(words(log.first()));
    }
  }

  private boolean hasEnded(int entry) {
    return log.get(entry, PORTS) == 0;
  }

  private int words(int entry) {
    return isV4(entry) ? WORDS_V4 : WORDS_V6;
  }

  /**
   * Lets an entry wait anew: a FIN has come again.
   *
   * @param timestamp of that FIN; of no meaning if none were agreed
   * @return where the entry is from now on
   */
  int restart(int entry, int timestamp, long until) {
    unchain(entry);
    int moved = log.appendCopy(entry, words(entry));
    log.set(moved, TIMESTAMP, Seq.max(recentTimestamp(moved), timestamp));
    setDeadline(moved, until);
    count++;
    end(entry);
    enter(moved);
    return log.isSparse() ? tidy() : moved;
  }

  /** Leaves behind what has ended; tells where the last entry is now. */
  private int tidy() {
    TimeWaitLog old = log;
    log = new TimeWaitLog();
    Arrays.fill(chains, NONE);
    int last = NONE;
    for (int entry = old.first(); entry != NONE; entry = old.after(entry, words(old, entry))) {
      if (old.get(entry, PORTS) != 0) {
        last = log.appendCopy(old, entry, words(old, entry));
        enter(last);
      }
    }
    return last;
  }

  private static int words(TimeWaitLog of, int entry) {
    return (of.get(entry, HEADER) & V6) == 0 ? WORDS_V4 : WORDS_V6;
  }

  /** When the oldest entry ends, in nanoseconds, or {@link Long#MAX_VALUE}. */
  long nextDeadline() {
    return count == 0 ? Long.MAX_VALUE : deadline(log.first());
  }

  /** The entry that ends next; there must be one. */
  int oldest() {
    return log.first();
  }

  /** Visits all entries, oldest first. */
  void forEach(IntConsumer visitor) {
    for (int entry = log.first(); entry != NONE; entry = log.after(entry, words(entry))) {
      if (!hasEnded(entry)) {
        visitor.accept(entry);
      }
    }
  }

  ConnectionId id(int entry) {
    return new ConnectionId(
        localHigh(entry),
        localLow(entry),
        localPort(entry),
        remoteHigh(entry),
        remoteLow(entry),
        remotePort(entry));
  }

  private boolean isV4(int entry) {
    return (log.get(entry, HEADER) & V6) == 0;
  }

  private long localHigh(int entry) {
    return isV4(entry) ? 0 : getLong(entry, ADDRESSES);
  }

  private long localLow(int entry) {
    return isV4(entry) ? mapped(entry, ADDRESSES) : getLong(entry, ADDRESSES + 2);
  }

  private long remoteHigh(int entry) {
    return isV4(entry) ? 0 : getLong(entry, ADDRESSES + 4);
  }

  private long remoteLow(int entry) {
    return isV4(entry) ? mapped(entry, ADDRESSES + 1) : getLong(entry, ADDRESSES + 6);
  }

  private long mapped(int entry, int word) {
    return MAPPED | log.get(entry, word) & 0xffff_ffffL;
  }

  private int localPort(int entry) {
    return log.get(entry, PORTS) >>> 16;
  }

  private int remotePort(int entry) {
    return log.get(entry, PORTS) & 0xffff;
  }

  int sndNxt(int entry) {
    return log.get(entry, SND_NXT);
  }

  int rcvNxt(int entry) {
    return log.get(entry, RCV_NXT);
  }

  int windowField(int entry) {
    return log.get(entry, HEADER) & 0xffff;
  }

  boolean hasTimestamps(int entry) {
    return (log.get(entry, HEADER) & TIMESTAMPS) != 0;
  }

  int dscp(int entry) {
    return log.get(entry, HEADER) >>> DSCP & 63;
  }

  int hopLimit(int entry) {
    return log.get(entry, HEADER) >>> HOP_LIMIT & 255;
  }

  int recentTimestamp(int entry) {
    return log.get(entry, TIMESTAMP);
  }

  /** When the entry ends, in nanoseconds. */
  long deadline(int entry) {
    return (latest - ((int) latest - log.get(entry, DEADLINE) & 0xffff_ffffL)) * TICK;
  }

  byte[] sourceRoute(int entry) {
    return sourceRoutes.isEmpty() ? null : sourceRoutes.get(id(entry));
  }

  /** Keeps the way back of an entry, for all its segments (MUST-53). */
  void sourceRoute(int entry, byte[] route) {
    if (route == null) {
      return;
    }
    if (sourceRoutes.isEmpty()) {
      sourceRoutes = new HashMap<>();
    }
    sourceRoutes.put(id(entry), route);
  }
}
