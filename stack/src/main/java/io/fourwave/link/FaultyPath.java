package io.fourwave.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * One direction of a faulty link: packets enter, suffer what chance and rules have for them, and
 * leave when it is time. Has no clock and no thread: who drives it takes packets out until {@link
 * #due} has none, and comes back at {@link #nextDue}. Holds at most 32,768 packets; more are lost.
 */
public final class FaultyPath {
  /** How long a packet waits to be overtaken, at most, in nanoseconds. */
  public static final long LONGEST_HOLD = 10_000_000;

  private static final int MOST_OVERTAKERS = 3;
  private static final double IN_ORDER = -1;

  private final Direction direction;
  private final Faults faults;
  private final LossChance loss;
  private final Transmitter transmitter;
  private final long delay;
  private final long jitter;
  private final long late;
  private final RandomGenerator random;
  private final FaultListener listener;
  private final DropRules rules = new DropRules();
  private final HeldPackets held = new HeldPackets();
  private final PartialChecksum checksum = new PartialChecksum();
  private final PacketLayout layout = new PacketLayout();
  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

  /**
   * Makes a path on which nothing is held.
   *
   * @param direction for matches and the listener
   * @param faults whose seed is not looked at
   * @param random where all chance comes from
   */
  public FaultyPath(
      Direction direction, Faults faults, RandomGenerator random, FaultListener listener) {
    this.direction = Objects.requireNonNull(direction, "direction");
    this.faults = faults;
    this.loss = new LossChance(faults.loss(), faults.burst());
    this.transmitter = new Transmitter(faults.bottleneck());
    this.delay = faults.delay().toNanos();
    this.jitter = faults.jitter().toNanos();
    this.late = faults.late().toNanos();
    this.random = Objects.requireNonNull(random, "random");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Loses the next packets that match. Of several rules that match, the oldest takes the packet.
   *
   * @param packets how many, 1 or more; {@link Integer#MAX_VALUE} for all
   */
  public void drop(int packets, PacketMatch match) {
    if (packets < 1) {
      throw new IllegalArgumentException("a rule drops 1 packet or more, not " + packets);
    }
    rules.add(packets, Objects.requireNonNull(match, "match"));
  }

  /** Packets that {@link #drop} rules still wait for. */
  public long dropsLeft() {
    return rules.left();
  }

  /** How often a fault has happened. */
  public long count(Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  /**
   * A packet enters. Every packet takes the same number of chances, so that one kind of fault does
   * not change which packets another befalls.
   *
   * @param packet is copied if it is held, and left as it is
   * @return whether it leaves at once, unharmed; if not it is lost, or held until {@link #due}
   */
  public boolean enters(Packet packet, long now) {
    boolean lost = loss.loses(random.nextDouble());
    boolean duplicated = random.nextDouble() < faults.duplication();
    boolean reordered = random.nextDouble() < faults.reordering();
    boolean corrupted = random.nextDouble() < faults.corruption();
    long slip = Math.round((2 * random.nextDouble() - 1) * jitter);
    double backward = random.nextDouble();
    long bit = random.nextLong() >>> 1;
    if (rules.take(direction, packet)) {
      return lost(Fault.DROPPED, packet, now);
    }
    long sent = transmitter.sentAt(packet.length(), now);
    if (sent == Transmitter.NO_ROOM) {
      return lost(Fault.OVERFLOWED, packet, now);
    }
    if (lost) {
      return lost(Fault.LOST, packet, now);
    }
    long due = sent + delay + slip;
    boolean goesPast = !reordered && !corrupted && due <= now && held.isLineEmpty();
    if (goesPast) {
      held.goesPast();
    } else {
      Packet copy = hold(packet, due, reordered ? backward : IN_ORDER, now);
      if (corrupted && copy != null) {
        corrupt(copy, bit);
        happened(Fault.CORRUPTED, packet, now);
      }
    }
    if (duplicated && hold(packet, due, IN_ORDER, now) != null) {
      happened(Fault.DUPLICATED, packet, now);
    }
    return goesPast;
  }

  /** Holds a copy, and has later ones overtake it by the chance it has drawn, if it has. */
  private Packet hold(Packet packet, long due, double backward, long now) {
    if (held.isFull()) {
      happened(Fault.OVERFLOWED, packet, now);
      return null;
    }
    if (backward == IN_ORDER || late == 0 && !held.hasRoomAside()) {
      return held.queue(packet, due);
    }
    happened(Fault.REORDERED, packet, now);
    if (late > 0) {
      return held.holdBack(packet, due + Math.round(backward * late));
    }
    int overtakers = 1 + (int) (backward * MOST_OVERTAKERS);
    return held.setAside(packet, due, due + LONGEST_HOLD, overtakers);
  }

  /** Turns one bit over: the checksum finds every such damage, once it is there to be checked. */
  private void corrupt(Packet packet, long bit) {
    checksum.complete(packet);
    int from = layout.read(packet).transportStart();
    int octets = packet.end() - from;
    if (octets > 0) {
      int at = from + (int) (bit / 8 % octets);
      packet.bytes().put(at, (byte) (packet.bytes().get(at) ^ (1 << (bit % 8))));
    }
  }

  private boolean lost(Fault how, Packet packet, long now) {
    happened(how, packet, now);
    return false;
  }

  private void happened(Fault fault, Packet packet, long now) {
    counts.merge(fault, 1L, Long::sum);
    listener.happened(fault, direction, packet, now);
  }

  /** Takes a packet back that has left but could not be sent: it is due, before all others. */
  void returns(Packet packet, long now) {
    held.queue(packet, now);
  }

  /**
   * The held packet that leaves next, if its time has come; null if not. Valid until it has left.
   */
  public Packet due(long now) {
    return held.due(now);
  }

  /** The packet that {@link #due} has returned has left. */
  public void left() {
    held.left();
  }

  /** When {@link #due} will have a packet: nanoseconds, {@link Long#MAX_VALUE} if none is held. */
  public long nextDue() {
    return held.nextDue();
  }

  /** Forgets all packets held. */
  void clear() {
    held.clear();
  }
}
