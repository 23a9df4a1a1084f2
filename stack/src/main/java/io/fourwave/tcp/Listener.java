package io.fourwave.tcp;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/**
 * A socket in LISTEN, with the connections it has not handed over yet. It has no peer, hence no
 * {@link Connection}. For the host's thread.
 *
 * <p>The backlog bounds connections that are open but not taken; half-open ones are bounded by the
 * same number, or 128 if that is more. Beyond it SYNs, or last acknowledgements, are dropped: the
 * peer tries again.
 */
public final class Listener {
  private static final int LEAST_HALF_OPEN = 128;

  final long localHigh;
  final long localLow;
  final int port;

  /** Whether any of the host's addresses will do, of both families. */
  final boolean anyAddress;

  final int backlog;
  TcpSettings settings;
  TcpState state = TcpState.LISTEN;
  Listener nextInBucket;
  private final Runnable acceptable;
  private final Set<Connection> halfOpen = new LinkedHashSet<>();
  private final Queue<Connection> open = new ArrayDeque<>();
  private int untaken;

  Listener(
      long localHigh,
      long localLow,
      boolean anyAddress,
      int port,
      int backlog,
      TcpSettings settings,
      Runnable acceptable) {
    this.localHigh = localHigh;
    this.localLow = localLow;
    this.anyAddress = anyAddress;
    this.port = port;
    this.backlog = backlog;
    this.settings = settings;
    this.acceptable = acceptable;
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** LISTEN, or CLOSED. */
  public TcpState state() {
    return state;
  }

  boolean hasRoomForHalfOpen() {
    return halfOpen.size() < Math.max(backlog, LEAST_HALF_OPEN) && untaken < backlog;
  }

  boolean hasRoomForOpen() {
    return untaken < backlog;
  }

  void halfOpened(Connection connection) {
    halfOpen.add(connection);
  }

  /** A connection is over before it was taken. */
  void lost(Connection connection) {
    if (!halfOpen.remove(connection) && open.remove(connection)) {
      untaken--;
    }
  }

  void opened(Connection connection) {
    halfOpen.remove(connection);
    open.add(connection);
    untaken++;
    acceptable.run();
  }

  /** There will be no more: whoever waits for one is to look again. */
  void closed() {
    acceptable.run();
  }

  /**
   * Hands over the connection that has been open longest. It counts towards the backlog until
   * {@link #taken} is called.
   *
   * @return null if there is none
   */
  public Connection accept() {
    Connection connection = open.poll();
    if (connection != null) {
      connection.parent = null;
    }
    return connection;
  }

  /** The application has taken so many of the connections that {@link #accept} handed over. */
  public void taken(int count) {
    untaken -= count;
  }

  /** Connections that are open and wait to be handed over. */
  public int waiting() {
    return open.size();
  }

  /** Empties both queues. */
  Connection[] abandon() {
    Connection[] all = new Connection[halfOpen.size() + open.size()];
    int i = 0;
    for (Connection connection : halfOpen) {
      all[i++] = connection;
    }
    for (Connection connection : open) {
      all[i++] = connection;
    }
    return all;
  }
}
