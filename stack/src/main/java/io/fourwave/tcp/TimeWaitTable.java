package io.fourwave.tcp;

import io.fourwave.wire.Seq;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * What is left of connections for 2 MSL: a few numbers each, in parallel arrays, no objects. Since
 * all wait equally long, a list in the order of arrival is a list in the order of expiry.
 */
final class TimeWaitTable {
  private static final int NONE = -1;
  private static final int TIMESTAMPS = 1 << 16;
  private static final int DSCP = 17;
  private static final int HOP_LIMIT = 23;

  private final FourTupleHash hash;
  private final int most;
  private int[] index = new int[64];
  private int count;
  private int used;
  private int free = NONE;
  private int oldest = NONE;
  private int newest = NONE;

  private long[] localHigh = new long[16];
  private long[] localLow = new long[16];
  private long[] remoteHigh = new long[16];
  private long[] remoteLow = new long[16];
  private long[] deadline = new long[16];
  private int[] ports = new int[16];
  private int[] sndNxt = new int[16];
  private int[] rcvNxt = new int[16];
  private int[] timestampOffset = new int[16];
  private int[] recentTimestamp = new int[16];
  private int[] header = new int[16]; // window field, timestamps agreed, DSCP, hop limit
  private byte[][] sourceRoutes; // null while there was none
  private int[] next = new int[16];
  private int[] previous = new int[16];

  TimeWaitTable(int most, RandomGenerator random) {
    this.most = most;
    hash = new FourTupleHash(random);
  }

  int size() {
    return count;
  }

  /** The entry for a segment, or -1. */
  int find(Segment seg) {
    int mask = index.length - 1;
    for (int i = hash.of(seg) & mask; index[i] != 0; i = (i + 1) & mask) {
      if (matches(index[i] - 1, seg)) {
        return index[i] - 1;
      }
    }
    return NONE;
  }

  private boolean matches(int entry, Segment seg) {
    return ports[entry] == (seg.localPort << 16 | seg.remotePort)
        && remoteLow[entry] == seg.remoteLow
        && localLow[entry] == seg.localLow
        && remoteHigh[entry] == seg.remoteHigh
        && localHigh[entry] == seg.localHigh;
  }

  /** Whether the four-tuple is waiting. */
  boolean contains(ConnectionId id) {
    return find(id) >= 0;
  }

  private int find(ConnectionId id) {
    int mask = index.length - 1;
    for (int i = hash.of(id) & mask; index[i] != 0; i = (i + 1) & mask) {
      if (id(index[i] - 1).equals(id)) {
        return index[i] - 1;
      }
    }
    return NONE;
  }

  /** Ends the entry of a connection that is aborted; a later one with its name is left alone. */
  void removeIfThere(Connection c) {
    int entry = c.state == TcpState.TIME_WAIT ? find(c.id) : NONE;
    if (entry != NONE && sndNxt[entry] == c.snd.nxt) {
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

  /** Adds what is left of a connection; if the table is full the oldest entry ends early. */
  int add(Connection c, int windowField, long until) {
    if (count == most) {
      remove(oldest);
    }
    int entry = newEntry();
    localHigh[entry] = c.id.localHigh();
    localLow[entry] = c.id.localLow();
    remoteHigh[entry] = c.id.remoteHigh();
    remoteLow[entry] = c.id.remoteLow();
    ports[entry] = c.id.localPort() << 16 | c.id.remotePort();
    sndNxt[entry] = c.snd.nxt;
    rcvNxt[entry] = c.rcv.nxt;
    timestampOffset[entry] = c.timestamps.offset;
    recentTimestamp[entry] = c.timestamps.recent;
    header[entry] =
        windowField
            | (c.agreed.timestamps ? TIMESTAMPS : 0)
            | c.route.dscp() << DSCP
            | c.route.hopLimit() << HOP_LIMIT;
    sourceRoute(entry, c.route.sourceRoute());
    deadline[entry] = until;
    append(entry);
    if (2 * (count + 1) > index.length) {
      growIndex();
    }
    enter(entry);
    count++;
    return entry;
  }

  private int newEntry() {
    if (free != NONE) {
      int entry = free;
      free = next[entry];
      return entry;
    }
    if (used == ports.length) {
      growArrays(Math.min(most, 2 * used));
    }
    return used++;
  }

  private void growArrays(int capacity) {
    localHigh = Arrays.copyOf(localHigh, capacity);
    localLow = Arrays.copyOf(localLow, capacity);
    remoteHigh = Arrays.copyOf(remoteHigh, capacity);
    remoteLow = Arrays.copyOf(remoteLow, capacity);
    deadline = Arrays.copyOf(deadline, capacity);
    ports = Arrays.copyOf(ports, capacity);
    sndNxt = Arrays.copyOf(sndNxt, capacity);
    rcvNxt = Arrays.copyOf(rcvNxt, capacity);
    timestampOffset = Arrays.copyOf(timestampOffset, capacity);
    recentTimestamp = Arrays.copyOf(recentTimestamp, capacity);
    header = Arrays.copyOf(header, capacity);
    sourceRoutes = sourceRoutes == null ? null : Arrays.copyOf(sourceRoutes, capacity);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
  }

  private void append(int entry) {
    next[entry] = NONE;
    previous[entry] = newest;
    if (newest == NONE) {
      oldest = entry;
    } else {
      next[newest] = entry;
    }
    newest = entry;
  }

  private void unlink(int entry) {
    if (previous[entry] == NONE) {
      oldest = next[entry];
    } else {
      next[previous[entry]] = next[entry];
    }
    if (next[entry] == NONE) {
      newest = previous[entry];
    } else {
      previous[next[entry]] = previous[entry];
    }
  }

  private void enter(int entry) {
    int mask = index.length - 1;
    int i = home(entry) & mask;
    while (index[i] != 0) {
      i = (i + 1) & mask;
    }
    index[i] = entry + 1;
  }

  private int home(int entry) {
    return hash.of(
        localHigh[entry],
        localLow[entry],
        localPort(entry),
        remoteHigh[entry],
        remoteLow[entry],
        remotePort(entry));
  }

  private void growIndex() {
    index = new int[2 * index.length];
    for (int entry = oldest; entry != NONE && entry != newest; entry = next[entry]) {
      enter(entry);
    }
  }

  /** Ends an entry. */
  void remove(int entry) {
    int mask = index.length - 1;
    int gap = home(entry) & mask;
    while (index[gap] != entry + 1) {
      gap = (gap + 1) & mask;
    }
    for (int i = (gap + 1) & mask; index[i] != 0; i = (i + 1) & mask) {
      if (((i - home(index[i] - 1)) & mask) >= ((i - gap) & mask)) {
        index[gap] = index[i];
        gap = i;
      }
    }
    index[gap] = 0;
    unlink(entry);
    next[entry] = free;
    free = entry;
    count--;
  }

  /**
   * Lets an entry wait anew: a FIN has come again.
   *
   * @param timestamp of that FIN; of no meaning if none were agreed
   */
  void restart(int entry, int timestamp, long until) {
    recentTimestamp[entry] = Seq.max(recentTimestamp[entry], timestamp);
    deadline[entry] = until;
    unlink(entry);
    append(entry);
  }

  /** When the oldest entry ends, or {@link Long#MAX_VALUE}. */
  long nextDeadline() {
    return oldest == NONE ? Long.MAX_VALUE : deadline[oldest];
  }

  /** The entry that ends next; there must be one. */
  int oldest() {
    return oldest;
  }

  /** Visits all entries, oldest first. */
  void forEach(IntConsumer visitor) {
    for (int entry = oldest; entry != NONE; entry = next[entry]) {
      visitor.accept(entry);
    }
  }

  ConnectionId id(int entry) {
    return new ConnectionId(
        localHigh[entry],
        localLow[entry],
        localPort(entry),
        remoteHigh[entry],
        remoteLow[entry],
        remotePort(entry));
  }

  private int localPort(int entry) {
    return ports[entry] >>> 16;
  }

  private int remotePort(int entry) {
    return ports[entry] & 0xffff;
  }

  int sndNxt(int entry) {
    return sndNxt[entry];
  }

  int rcvNxt(int entry) {
    return rcvNxt[entry];
  }

  int windowField(int entry) {
    return header[entry] & 0xffff;
  }

  boolean hasTimestamps(int entry) {
    return (header[entry] & TIMESTAMPS) != 0;
  }

  int dscp(int entry) {
    return header[entry] >>> DSCP & 63;
  }

  int hopLimit(int entry) {
    return header[entry] >>> HOP_LIMIT;
  }

  byte[] sourceRoute(int entry) {
    return sourceRoutes == null ? null : sourceRoutes[entry];
  }

  /** Keeps the way back of an entry, for all its segments (MUST-53). */
  void sourceRoute(int entry, byte[] route) {
    if (route != null && sourceRoutes == null) {
      sourceRoutes = new byte[ports.length][];
    }
    if (sourceRoutes != null) {
      sourceRoutes[entry] = route;
    }
  }

  int recentTimestamp(int entry) {
    return recentTimestamp[entry];
  }

  int timestampOffset(int entry) {
    return timestampOffset[entry];
  }

  long deadline(int entry) {
    return deadline[entry];
  }
}
