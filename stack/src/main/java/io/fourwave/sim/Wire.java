package io.fourwave.sim;

import io.fourwave.link.Direction;
import io.fourwave.link.Fault;
import io.fourwave.link.FaultyPath;
import io.fourwave.link.Packet;
import io.fourwave.link.PacketMatch;
import io.fourwave.link.PartialChecksum;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One direction of a cable: a queue, a wire of some bandwidth, and what goes wrong on it. */
public final class Wire {
  private final Endpoint from;
  private final Endpoint to;
  private final List<WireTap> taps;
  private final TransmitQueue queue;
  private final FaultyPath path;
  private final PartialChecksum checksum = new PartialChecksum();
  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
  private boolean cut;

  Wire(
      Endpoint from,
      Endpoint to,
      WireSettings settings,
      RandomGenerator random,
      Direction direction,
      List<WireTap> taps) {
    this.from = from;
    this.to = to;
    this.taps = taps;
    queue =
        settings.bandwidth() == 0
            ? null
            : new TransmitQueue(settings.bandwidth(), settings.queue());
    path =
        new FaultyPath(
            direction,
            settings.faults(),
            random,
            (fault, way, packet, now) -> befalls(fateOf(fault), packet, now));
  }

  /** The name of the node that sends. */
  public String from() {
    return from.name();
  }

  /** The name of the node that receives. */
  public String to() {
    return to.name();
  }

  /** Loses the next packets that match; see {@link FaultyPath#drop}. */
  public void drop(int packets, PacketMatch match) {
    path.drop(packets, match);
  }

  /** Packets that {@link #drop} rules still wait for. */
  public long dropsLeft() {
    return path.dropsLeft();
  }

  /** Loses every packet from now on that comes to the wire; those on it already arrive. */
  public void cut() {
    cut = true;
  }

  /** Makes a wire whole again that was {@link #cut}. */
  public void mend() {
    cut = false;
  }

  /** How many packets have met with a fate. */
  public long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** Octets that wait to be sent. */
  public long queued() {
    return queue == null ? 0 : queue.octets();
  }

  @Override
  public String toString() {
    return from.name() + " > " + to.name();
  }

  boolean leadsTo(Endpoint endpoint) {
    return to == endpoint;
  }

  void send(Packet packet, long now) {
    if (packet.segmentSize() > 0) {
      throw new IllegalStateException(
          from.name() + " sends super-segments: hosts on a wire are made without offload");
    }
    checksum.complete(packet);
    befalls(Fate.SENT, packet, now);
    if (queue == null) {
      enter(packet, now);
    } else if (!queue.add(packet, now)) {
      befalls(Fate.QUEUE_FULL, packet, now);
    }
  }

  private void enter(Packet packet, long now) {
    if (cut) {
      befalls(Fate.CUT, packet, now);
    } else if (path.enters(packet, now)) {
      deliver(packet, now);
    }
  }

  private void deliver(Packet packet, long now) {
    befalls(Fate.DELIVERED, packet, now);
    to.node().packetArrives(packet, now);
  }

  /** Lets happen what is due; says whether anything was. */
  boolean run(long now) {
    boolean happened = false;
    if (queue != null) {
      for (Packet sent = queue.sent(now); sent != null; sent = queue.sent(now)) {
        enter(sent, now);
        queue.left();
        happened = true;
      }
    }
    for (Packet due = path.due(now); due != null; due = path.due(now)) {
      deliver(due, now);
      path.left();
      happened = true;
    }
    return happened;
  }

  /** When {@link #run} has to be called next. */
  long nextEvent() {
    return Math.min(queue == null ? Long.MAX_VALUE : queue.nextSent(), path.nextDue());
  }

  private void befalls(Fate fate, Packet packet, long now) {
    counts.merge(fate, 1L, Long::sum);
    for (WireTap tap : taps) {
      tap.seen(fate, this, packet, now);
    }
  }

  private static Fate fateOf(Fault fault) {
    return switch (fault) {
      case LOST -> Fate.LOST;
      case DROPPED -> Fate.DROPPED;
      case DUPLICATED -> Fate.DUPLICATED;
      case REORDERED -> Fate.REORDERED;
      case CORRUPTED -> Fate.CORRUPTED;
      case OVERFLOWED -> Fate.OVERFLOWED;
    };
  }
}
