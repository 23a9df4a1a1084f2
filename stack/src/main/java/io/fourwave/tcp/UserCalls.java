package io.fourwave.tcp;

import io.fourwave.ip.IpLayer;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * RFC 9293 §3.10.1 to §3.10.6: OPEN, SEND, RECEIVE, CLOSE, ABORT, STATUS. For the host's thread.
 */
public final class UserCalls {
  private final TcpLayer layer;
  private final Binding binding;

  UserCalls(TcpLayer layer, IpLayer ip, TcpHostSettings settings, RandomGenerator random) {
    this.layer = layer;
    binding = new Binding(layer, ip, settings, random);
  }

  /**
   * Passive OPEN.
   *
   * @param local an address that the host takes packets to; {@code 0.0.0.0}, {@code ::} or null for
   *     any
   * @param port 1 to 65,535, or 0 for a free one
   * @param backlog how many connections wait to be taken, at least 1
   * @param acceptable is run when one more does
   * @throws BindException if the address is not ours, or someone listens there
   */
  public Listener listen(
      IpAddress local, int port, int backlog, TcpSettings settings, Runnable acceptable)
      throws BindException {
    int chosen = binding.listenable(local, port);
    boolean any = local == null || local.isAny();
    long high = any ? 0 : local.high();
    long low = any ? 0 : local.low();
    return add(new Listener(high, low, any, chosen, Math.max(1, backlog), settings, acceptable));
  }

  /**
   * Passive OPEN on every port, of all addresses, on which nobody else listens.
   *
   * @param backlog how many connections wait to be taken, at least 1
   * @param acceptable is run when one more does
   * @throws BindException if someone does so already
   */
  public Listener listenOnEveryPort(int backlog, TcpSettings settings, Runnable acceptable)
      throws BindException {
    if (layer.listeners().isTaken(0, 0, true, Listener.EVERY_PORT)) {
      throw new BindException("every port is already listened on");
    }
    int most = Math.max(1, backlog);
    return add(new Listener(0, 0, true, Listener.EVERY_PORT, most, settings, acceptable));
  }

  private Listener add(Listener listener) {
    layer.listeners().add(listener);
    return listener;
  }

  /**
   * Keeps a port for a socket that is bound before it connects; {@link #release} gives it back.
   *
   * @param local one of the host's addresses; {@code 0.0.0.0}, {@code ::} or null for any
   * @param port 1 to 65,535, or 0 for a free one
   * @return the port
   * @throws BindException if the address is not ours, or the port is in use
   */
  public int reserve(IpAddress local, int port) throws BindException {
    return binding.reserve(local, port);
  }

  /** Gives a reserved port back; connections that use it stay. */
  public void release(IpAddress local, int port) {
    binding.release(local, port);
  }

  /**
   * Answers a SYN that a listener holds, see {@link Listener#holdSyns}.
   *
   * @return whether it was still held; if not, nothing is done
   */
  public boolean answer(Connection c, SynAnswer answer, long now) {
    if (!c.isHeld()) {
      return false;
    }
    layer.heldSyns().answer(c, answer, now);
    return true;
  }

  /** Changes what connections start with that a listener will accept. */
  public void settings(Listener listener, TcpSettings settings) {
    listener.settings = settings;
  }

  /** CLOSE of a listener: what it has not handed over is reset. */
  public void close(Listener listener, long now) {
    if (listener.state == TcpState.CLOSED) {
      return;
    }
    listener.state = listener.state.after(TcpState.Event.CLOSE_CALLED);
    layer.listeners().remove(listener);
    for (Connection c : listener.abandon()) {
      abort(c, now);
    }
    listener.closed();
  }

  /**
   * Active OPEN. The events tell how it ends.
   *
   * @param local one of the host's addresses, or null to let IP choose (MUST-44)
   * @param localPort 1 to 65,535, or 0 for a free one
   * @throws BindException if the local address is not ours, or no port or four-tuple is free
   * @throws NoRouteToHostException if the remote address is none that can be connected to (MUST-46)
   */
  public Connection connect(
      IpAddress local,
      int localPort,
      IpAddress remote,
      int remotePort,
      TcpSettings settings,
      ConnectionEvents events,
      long now)
      throws BindException, NoRouteToHostException {
    boolean timestamps = settings.options().timestamps();
    ConnectionId id =
        binding.connectable(
            local,
            localPort,
            remote,
            remotePort,
            name -> layer.timeWait().mayFollow(name, timestamps, now));
    if (!layer.hasRoom()) {
      layer.connections().names().ended(id);
      throw new BindException("the limit on connections, or on memory, is reached");
    }
    Connection c = layer.handshake().create(id, settings, now);
    c.route.sourceRoute(SourceRouteOption.of(settings.ip(), remote.isV4())); // MUST-51
    c.events = events;
    layer.timeWait().follow(c);
    layer.handshake().open(c, now);
    return c;
  }

  /**
   * SEND on a listener: it turns into an active open from its address and port (§3.10.2, LISTEN).
   * The listener is closed.
   */
  public Connection connect(
      Listener listener, IpAddress remote, int remotePort, ConnectionEvents events, long now)
      throws BindException, NoRouteToHostException {
    IpAddress local =
        listener.anyAddress ? null : new IpAddress(listener.localHigh, listener.localLow);
    binding.checkRemote(remote, remotePort);
    binding.sourceFor(local, remote);
    close(listener, now);
    return connect(local, listener.port, remote, remotePort, listener.settings, events, now);
  }

  /** SEND: text was written to the ring. */
  public void send(Connection c) {
    if (c.closeReason == null) {
      layer.ready(c);
    }
  }

  /** SEND with the URGENT flag: what the ring holds up to {@code position} is urgent (MUST-30). */
  public void sendUrgent(Connection c, long position) {
    if (c.closeReason == null) {
      c.snd.up = c.snd.textUna() + (int) (position - c.sendRing.head());
      c.snd.urgent = true;
      layer.ready(c);
    }
  }

  /** RECEIVE: text was read from the ring; tells the peer of the room if that is worthwhile. */
  public void receive(Connection c) {
    if (c.closeReason == null && WindowUpdate.isDue(c)) {
      c.acks.atOnce(Rule.WINDOW_UPDATE);
      layer.ready(c);
    }
  }

  /** The application reads no more, but may still write: what arrives is thrown away. */
  public void discardInput(Connection c) {
    c.pending.discardsInput = true;
    c.incoming().release(c.incoming().tail());
    receive(c);
  }

  /** CLOSE, of our way alone: a FIN follows the last text; the peer may go on sending (§3.6). */
  public void shutdown(Connection c, long now) {
    if (c.closeReason != null || c.pending.fin) {
      return;
    }
    layer.decided(Rule.NONE);
    if (c.state == TcpState.SYN_SENT) {
      layer.gone(c, CloseReason.ABORTED, now);
      return;
    }
    c.pending.fin = true;
    if (c.state != TcpState.SYN_RECEIVED) { // else it waits for ESTABLISHED (§3.10.4)
      layer.change(c, TcpState.Event.CLOSE_CALLED, now);
    }
    layer.ready(c);
  }

  /**
   * CLOSE of both ways: nobody reads or writes any more. Unread text is answered with a reset
   * (SHLD-3), as is a linger of zero.
   */
  public void close(Connection c, long now) {
    if (c.closeReason != null) {
      c.incoming().abandon();
      return;
    }
    if (c.pending.orphaned || answer(c, SynAnswer.REFUSE, now)) {
      return;
    }
    layer.orphans().add(c);
    var linger = c.settings.sending().linger();
    boolean unread = c.incoming().available() > 0 && !c.pending.discardsInput;
    if (unread || linger != null && linger.isZero()) {
      layer.count(unread ? TcpEvent.ABORT_ON_DATA : TcpEvent.RESET_OUT);
      abort(c, now);
      return;
    }
    shutdown(c, now);
    if (c.closeReason == null && linger != null) {
      c.timers.set(TcpTimer.LINGER, now + linger.toNanos());
    }
    if (c.state == TcpState.FIN_WAIT_2) {
      c.timers.set(TcpTimer.FIN_WAIT_2, now + c.settings.sending().finWait2Timeout().toNanos());
    }
    layer.orphans().limit(now);
  }

  /** ABORT: the peer is reset, unless it does not know of us yet or has closed too (§3.10.5). */
  public void abort(Connection c, long now) {
    if (c.closeReason != null) {
      c.incoming().abandon();
      layer.timeWaits().removeIfThere(c);
      layer.connections().names().ended(c.id);
      return;
    }
    if (answer(c, SynAnswer.REFUSE, now)) {
      return; // the peer does not know of us yet
    }
    layer.decided(Rule.ABORT);
    boolean bothClosed =
        switch (c.state) {
          case CLOSING, LAST_ACK -> c.snd.finSent; // it may still wait for the text before it
          default -> false;
        };
    if (c.state != TcpState.SYN_SENT && !bothClosed) {
      layer.closedPort().abort(c, Rule.ABORT, now);
    }
    layer.gone(c, CloseReason.ABORTED, now);
  }

  /** Changes what can be changed on an open connection: all but options. */
  public void settings(Connection c, TcpSettings settings, long now) {
    layer.handshake().apply(c, settings);
    c.events.writable(); // the send buffer may be wider
    if (c.pending.advertisement && c.state == TcpState.ESTABLISHED) {
      c.acks.atOnce(Rule.USER_TIMEOUT);
    }
    if (c.closeReason == null && settings.keepAlive().on() && c.state.isSynchronized()) {
      c.timers.set(TcpTimer.KEEP_ALIVE, c.lastHeard + settings.keepAlive().idle().toNanos());
    }
    layer.ready(c);
  }

  /** STATUS, its first part: the state. TIME-WAIT is over when its entry is gone. */
  public TcpState state(Connection c) {
    if (c.state == TcpState.TIME_WAIT && !layer.timeWaits().contains(c.id)) {
      c.state = c.state.after(TcpState.Event.GONE);
    }
    return c.state;
  }

  /** STATUS of one connection. */
  public ConnectionStatus status(Connection c, long now) {
    state(c);
    return Status.of(c, now);
  }

  /** STATUS of everything: connections, listeners, and what is in TIME-WAIT. */
  public List<ConnectionStatus> all(long now) {
    List<ConnectionStatus> all = new ArrayList<>();
    layer.listeners().forEach(l -> all.add(Status.of(l)));
    layer.connections().forEach(c -> all.add(Status.of(c, now)));
    TimeWaitTable waits = layer.timeWaits();
    waits.forEach(entry -> all.add(Status.of(waits, entry, now)));
    return all;
  }

  /** How many connections there are, half-open ones included, and not those in TIME-WAIT. */
  public int connectionCount() {
    return layer.connections().size();
  }

  /** Whether nothing is open: no listener, and no connection but in TIME-WAIT. */
  public boolean isQuiet() {
    return connectionCount() == 0 && layer.listeners().isEmpty();
  }

  /**
   * A sibling's listener has given out SYN cookies: they may come back to the one here that listens
   * at the same place.
   *
   * @param at when, in nanoseconds
   */
  public void cookiesSent(long localHigh, long localLow, int port, long at) {
    Listener listener = layer.listeners().find(localHigh, localLow, port);
    if (listener != null) {
      listener.cookieSent(at);
    }
  }

  /** CLOSE of all listeners. */
  public void closeListeners(long now) {
    List<Listener> listening = new ArrayList<>();
    layer.listeners().forEach(listening::add);
    listening.forEach(l -> close(l, now));
  }

  /** Aborts everything: the host is about to end. */
  public void abortAll(long now) {
    closeListeners(now);
    List<Connection> open = new ArrayList<>();
    layer.connections().forEach(open::add);
    open.forEach(c -> abort(c, now));
  }
}
