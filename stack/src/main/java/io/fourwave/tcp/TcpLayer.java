package io.fourwave.tcp;

import io.fourwave.ip.IcmpError;
import io.fourwave.ip.IpLayer;
import io.fourwave.ip.IpPacket;
import io.fourwave.ip.TransportProtocol;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.stream.MemoryBudget;
import java.util.random.RandomGenerator;

/**
 * TCP of one host: takes segments from IP and hands out segments to send. Finds out whose a segment
 * is; what it means is decided in {@link SegmentArrives}. For the host's thread.
 */
public final class TcpLayer implements TransportProtocol {
  private static final long CHALLENGE_INTERVAL = 500_000_000;

  private final IpLayer ip;
  private final TcpHostSettings settings;
  private final TcpObserver observer;
  private final ConnectionTable connections;
  private final ListenerTable listeners = new ListenerTable();
  private final TimeWaitTable timeWaits;
  private final Deadlines deadlines = new Deadlines();
  private final OutputQueue output = new OutputQueue();
  private final SegmentReader reader = new SegmentReader();
  private final Segment arrived = new Segment();
  private final Landing landing = new Landing();
  private final Replies replies;
  private final ClosedPort closedPort;
  private final AnswerLimit challenges;
  private final Orphans orphans;
  private final TimeWait timeWait;
  private final PathSearch pathSearch;
  private final Handshake handshake;
  private final FastOpen fastOpen;
  private final FlowLabels flowLabels;
  private final HeldSyns heldSyns;
  private final CongestionSigns congestionSigns = new CongestionSigns(this);
  private final SegmentArrives segmentArrives;
  private final SegmentSender sender;
  private final Timeouts timeouts;
  private final ErrorArrives errorArrives;
  private final UserCalls userCalls;
  private final MemoryBudget memory;
  private final IdleMemory idleMemory;
  private Rule rule = Rule.NONE;

  /** Assembles TCP over an IP layer, to which it attaches itself; it may have siblings. */
  public TcpLayer(
      IpLayer ip,
      Offload offload,
      TcpHostSettings settings,
      RandomGenerator random,
      TcpObserver observer,
      Siblings siblings) {
    this.ip = ip;
    this.settings = settings;
    this.observer = observer;
    SipHash secret = SipHash.of(siblings, random);
    SegmentWriter writer = new SegmentWriter(ip, offload);
    memory = new MemoryBudget(settings.memory());
    connections = new ConnectionTable(random, new Names(this, siblings, secret));
    idleMemory = new IdleMemory(connections, memory);
    timeWaits = new TimeWaitTable(settings.mostTimeWaits(), random);
    replies = new Replies(this, ip, writer);
    closedPort = new ClosedPort(this, new AnswerLimit(settings.resetsPerSecond(), secret));
    challenges = new AnswerLimit(settings.challengesPerSecond(), secret);
    orphans = new Orphans(this, settings.mostOrphans());
    timeWait = new TimeWait(this, timeWaits, settings.msl().toNanos());
    pathSearch = new PathSearch(this, ip);
    handshake = new Handshake(this, ip, settings.synCookies(), secret, siblings);
    fastOpen = new FastOpen(this, secret);
    flowLabels = new FlowLabels(secret);
    heldSyns = new HeldSyns(this, ip);
    segmentArrives = new SegmentArrives(this);
    sender = new SegmentSender(this, writer, offload);
    timeouts = new Timeouts(this, ip);
    errorArrives = new ErrorArrives(this);
    userCalls = new UserCalls(this, ip, settings, random);
    ip.attach(this);
  }

  @Override
  public int number() {
    return SegmentReader.PROTOCOL;
  }

  /** The calls of applications (RFC 9293 §3.10.1 to §3.10.6). */
  public UserCalls userCalls() {
    return userCalls;
  }

  @Override
  public void packetArrives(IpPacket packet, long now) {
    count(TcpEvent.SEGMENT_IN);
    TcpDropReason reason = reader.read(packet, arrived);
    if (reason != null) {
      drop(reason);
      return;
    }
    segmentArrives(arrived, packet.packet(), now);
  }

  /** Offers a place for the text of the packet that is to be read next, if it can be foreseen. */
  public void offerLanding(Packet packet) {
    landing.offer(packet, observer.seesSegments());
  }

  /** A packet has landed; unless it is the one that was foreseen it is put together again. */
  public void checkLanding(Packet packet) {
    if (!packet.tail().isEmpty() && !landing.isOf(packet)) {
      packet.join();
    }
  }

  /** A segment goes on to a connection that it has just made. */
  void process(Connection c, Segment seg, long now) {
    segmentArrives.process(c, seg, now);
  }

  /** RFC 9293 §3.10.7: first of all, whose is it? */
  private void segmentArrives(Segment seg, Packet packet, long now) {
    rule = Rule.NONE;
    Connection c = connections.find(seg);
    if (c != null) {
      TcpState before = c.state;
      segmentArrives.process(c, seg, now);
      tell(seg, before, c.state, now);
      about(c, now);
      return;
    }
    int entry = timeWaits.find(seg);
    if (entry != TimeWaitTable.NONE) {
      timeWait.segmentArrives(entry, seg, now);
      tell(seg, TcpState.TIME_WAIT, stateOf(seg), now);
      return;
    }
    if (connections.names().haveElsewhere(seg, packet)) {
      return;
    }
    Listener listener = listeners.find(seg);
    if (listener != null) {
      handshake.inListen(listener, seg, now);
      tell(seg, TcpState.LISTEN, stateOf(seg), now);
      return;
    }
    closedPort.segmentArrives(seg, now);
    tell(seg, TcpState.CLOSED, TcpState.CLOSED, now);
  }

  private void tell(Segment seg, TcpState before, TcpState after, long now) {
    seg.untrim();
    observer.segmentArrived(seg, before, after, rule, now);
  }

  private TcpState stateOf(Segment seg) {
    Connection c = connections.find(seg);
    if (c != null) {
      return c.state;
    }
    return timeWaits.find(seg) != TimeWaitTable.NONE ? TcpState.TIME_WAIT : TcpState.LISTEN;
  }

  @Override
  public void errorArrives(IcmpError error, long now) {
    errorArrives.process(error, now);
  }

  /** Whether {@link #nextSegment} has anything to look at. */
  public boolean hasOutput() {
    return !output.isEmpty();
  }

  /**
   * Writes the next segment that is to be sent.
   *
   * @return false if there is none now
   */
  public boolean nextSegment(Packet into, long now) {
    for (Connection c = output.next(); c != null; c = output.next()) {
      if (sender.next(c, into, now)) {
        output.toTheBack(c);
        about(c, now);
        return true;
      }
      output.done(c);
    }
    return false;
  }

  /** When {@link #advanceTo} has to be called next, in nanoseconds. */
  public long nextDeadline() {
    long timers = Math.min(deadlines.queue.nextDeadline(), timeWait.nextDeadline());
    return Math.min(timers, idleMemory.nextDeadline());
  }

  /** Lets expire what is due (RFC 9293 §3.10.8). */
  public void advanceTo(long now) {
    deadlines.queue.advanceTo(now);
    timeWait.advanceTo(now);
    idleMemory.advanceTo(now);
  }

  /** The connection may have something to send. */
  void ready(Connection c) {
    output.add(c);
  }

  /** Moves a connection along one of the state table's arrows. */
  void change(Connection c, TcpState.Event event, long now) {
    TcpState before = c.state;
    c.state = before.after(event);
    if (c.state != before) {
      observer.stateChanged(c.id, before, c.state, rule, now);
    }
  }

  /** A connection is over: it is forgotten, and its owner told why. */
  void gone(Connection c, CloseReason reason, long now) {
    if (c.state.isSynchronized() && c.state != TcpState.SYN_RECEIVED) {
      if (reason == CloseReason.RESET) {
        count(TcpEvent.ESTABLISHED_RESET);
      }
    } else {
      count(TcpEvent.ATTEMPT_FAILED);
    }
    fastOpen.over(c, reason == CloseReason.REFUSED, now);
    if (reason == CloseReason.TIMED_OUT || reason == CloseReason.UNREACHABLE) {
      fastOpen.failed(c, now);
    }
    change(c, TcpState.Event.GONE, now);
    forget(c, reason);
  }

  /** A connection has nothing left to do but to wait for 2 MSL. */
  void enterTimeWait(Connection c, long now) {
    timeWait.enter(c, now);
    forget(c, CloseReason.CLOSED);
  }

  /** Both have closed, and the peer has our FIN: nothing to wait for. */
  void closedInOrder(Connection c) {
    forget(c, CloseReason.CLOSED);
  }

  private void forget(Connection c, CloseReason reason) {
    c.closeReason = reason;
    c.heldSyn = null;
    landing.gone(c);
    c.timers.clearAll();
    c.sendRing.end();
    if (!c.receiveBuffer.giveBackIfEmpty() && c.pending.orphaned) {
      c.incoming().abandon(); // nobody will read the rest
    }
    orphans.remove(c);
    idleMemory.remove(c);
    output.remove(c);
    connections.remove(c);
    if (c.parent != null) {
      c.parent.lost(c);
    }
    c.events.closed(reason);
  }

  /** Whether one more connection may be made. */
  boolean hasRoom() {
    return connections.size() < settings.mostConnections() && !memory.isExhausted();
  }

  /**
   * RFC 5961 §7: whether a segment may be answered that is none of the peer's, or an old one. Ten
   * times in five seconds, whoever sends it, and within the limit of all that share it.
   */
  boolean mayChallenge(Connection c, long now) {
    if (now < c.nextChallenge || !mayChallenge(c.id, now)) {
      return false;
    }
    c.nextChallenge = now + CHALLENGE_INTERVAL;
    return true;
  }

  /** The same in TIME-WAIT. */
  boolean mayChallenge(ConnectionId id, long now) {
    return challenges.allow(id.remoteHigh(), id.remoteLow(), now);
  }

  void decided(Rule by) {
    rule = by;
  }

  void count(TcpEvent event) {
    observer.counted(event);
  }

  void drop(TcpDropReason reason) {
    observer.dropped(reason);
  }

  void sent(Segment seg, TcpState state, Rule why, long now) {
    count(TcpEvent.SEGMENT_OUT);
    if (observer.seesSegments()) {
      observer.segmentSent(seg, state, why, now);
    }
  }

  private void about(Connection c, long now) {
    if (observer.seesSegments()) {
      observer.about(c, now);
    }
  }

  TcpObserver observer() {
    return observer;
  }

  /** What the buffers of all connections take, and may take. */
  public MemoryBudget memory() {
    return memory;
  }

  ConnectionTable connections() {
    return connections;
  }

  ListenerTable listeners() {
    return listeners;
  }

  TimeWait timeWait() {
    return timeWait;
  }

  TimeWaitTable timeWaits() {
    return timeWaits;
  }

  IdleMemory idleMemory() {
    return idleMemory;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Landing landing() {
    return landing;
  }

  Replies replies() {
    return replies;
  }

  ClosedPort closedPort() {
    return closedPort;
  }

  Orphans orphans() {
    return orphans;
  }

  Handshake handshake() {
    return handshake;
  }

  PathSearch pathSearch() {
    return pathSearch;
  }

  FlowLabels flowLabels() {
    return flowLabels;
  }

  FastOpen fastOpen() {
    return fastOpen;
  }

  SegmentArrives segmentArrives() {
    return segmentArrives;
  }

  HeldSyns heldSyns() {
    return heldSyns;
  }

  CongestionSigns congestionSigns() {
    return congestionSigns;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  IpLayer ip() {
    return ip;
  }
}
