package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A socket in LISTEN, with the connections it has not handed over yet. It has no peer, hence no
 * {@link Connection}. For the host's thread.
 *
 * <p>The backlog bounds connections that are open but not taken; half-open ones are bounded by the
 * same number, or 128 if that is more. When half-open ones are at their bound, a SYN is answered
 * with a cookie, and nothing is kept of it (see {@link SynCookieUse}); without cookies it is
 * dropped, and the peer tries again. When open ones are at theirs, SYNs are dropped, and so is the
 * last acknowledgement of a handshake, whose half-open connection stays and sends its SYN,ACK
 * again.
 *
 * <p>A listener may hold SYNs instead of answering them, until its owner knows what to answer. It
 * then gives out no cookies.
 */
public final class Listener {
  /** As {@link #port}: every port on which nobody else listens. */
  static final int EVERY_PORT = 0;

  private static final int LEAST_HALF_OPEN = 128;
  private static final long COOKIE_NEWS = 1_000_000_000;

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
  private final FastOpenLimit fastOpens;
  private int untaken;
  private Consumer<Connection> holder;
  private long patience;
  private long cookieSentAt;
  private long cookieToldAt;
  private boolean hasSentCookies;
  private BooleanSupplier admits = () -> true;

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
    fastOpens = new FastOpenLimit(backlog);
  }

  /**
   * Lets nobody in unless that is true, which another thread may decide: who closes a listener does
   * not have to wait for the host's thread until nobody connects any more.
   */
  public void admitWhile(BooleanSupplier open) {
    admits = open;
  }

  boolean admits() {
    return admits.getAsBoolean();
  }

  /**
   * Holds SYNs from now on: a peer's SYN makes a half-open connection that sends nothing until
   * {@link UserCalls#answer} says what the peer is to know. The owner has the connection from then
   * on, so {@link #accept} will not hand it over; {@link Connection#tell} lets the owner know when
   * it opens, or is over. Half-open connections are bounded as ever.
   *
   * @param longest how long a SYN waits for an answer: 100 ms to 10 minutes. Then it is forgotten
   *     in silence; the peer may send another
   * @param owner is given each such connection, on the host's thread, and may answer only later
   */
  public void holdSyns(Duration longest, Consumer<Connection> owner) {
    range("the time that a SYN is held", longest.toMillis(), 100, 600_000, "ms");
    patience = longest.toNanos();
    holder = owner;
  }

  boolean holdsSyns() {
    return holder != null;
  }

  /** How long a SYN is held, in nanoseconds. */
  long patience() {
    return patience;
  }

  void held(Connection connection) {
    holder.accept(connection);
  }

  /** The port; 0 if it listens on every one. */
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

  /** A SYN was answered with a cookie; says whether that is the first one within a second. */
  boolean cookieSent(long now) {
    cookieSentAt = now;
    boolean isNews = !hasSentCookies || now - cookieToldAt >= COOKIE_NEWS;
    cookieToldAt = isNews ? now : cookieToldAt;
    hasSentCookies = true;
    return isNews;
  }

  boolean hasSentCookies() {
    return hasSentCookies;
  }

  /** When a cookie was sent last, in nanoseconds; of no meaning if none was. */
  long cookieSentAt() {
    return cookieSentAt;
  }

  /** Connections that are handed over before their handshakes are done; the backlog bounds them. */
  FastOpenLimit fastOpens() {
    return fastOpens;
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
    if (holdsSyns()) {
      connection.parent = null; // its owner has it
      return;
    }
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
