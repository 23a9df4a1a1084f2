package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.link.TcpMatch;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpHeader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes down the segments of the first connection that is opened, in the order in which the stack
 * takes and gives them, and lets another gatekeeper judge them. What the kernel still sends for a
 * connection of an earlier test is not in it.
 */
final class SegmentLog implements Gatekeeper {
  /**
   * A segment. Places in a stream count from its first octet of text.
   *
   * @param way where it goes
   * @param flags its control bits, see {@link TcpFlags}
   * @param ecn its IP header's, see {@link EcnField}, before the gatekeeper marked it
   * @param from where its text begins
   * @param octets of text
   * @param again whether its text came by before
   * @param ack up to where it acknowledges the other side's text
   * @param verdict what became of it
   */
  record Seen(
      Direction way,
      int flags,
      int ecn,
      int from,
      int octets,
      boolean again,
      int ack,
      Verdict verdict) {
    /** Whether it has a control bit. */
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    boolean isSyn() {
      return has(TcpFlags.SYN);
    }

    /** Whether it has text for the first time. */
    boolean isNewText() {
      return octets > 0 && !again;
    }
  }

  private final Gatekeeper keeper;
  private final TcpMatch isTcp = TcpMatch.any();
  private final TcpHeader tcp = new TcpHeader();
  private final Map<Direction, Integer> began = new EnumMap<>(Direction.class);
  private final Map<Direction, Integer> next = new EnumMap<>(Direction.class);
  private final Queue<Seen> segments = new ConcurrentLinkedQueue<>();

  /** Both ports of the connection; 0 before it begins. */
  private int connection;

  SegmentLog(Gatekeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public Verdict judge(Direction way, Packet packet) {
    Verdict verdict = keeper.judge(way, packet);
    if (isTcp.matches(way, packet)) {
      boolean v4 = packet.bytes().get(packet.start()) >>> 4 == 4;
      int start = packet.start() + (v4 ? 20 : 40);
      tcp.wrap(packet.bytes(), start);
      if (isOfConnection(way)) {
        segments.add(seen(way, packet, packet.end() - start - tcp.length(), verdict));
      }
    }
    return verdict;
  }

  private boolean isOfConnection(Direction way) {
    boolean out = way == Direction.OUT;
    int ours = out ? tcp.sourcePort() : tcp.destinationPort();
    int theirs = out ? tcp.destinationPort() : tcp.sourcePort();
    int ports = ours << 16 | theirs;
    if (connection == 0 && (tcp.flags() & TcpFlags.SYN) != 0) {
      connection = ports;
    }
    return connection == ports;
  }

  private Seen seen(Direction way, Packet packet, int octets, Verdict verdict) {
    int seq = tcp.seq();
    boolean again = false;
    if ((tcp.flags() & TcpFlags.SYN) != 0) {
      began.put(way, ++seq); // the SYN takes the place before the text
      next.put(way, seq);
    } else {
      again = Seq.before(seq, next.get(way));
    }
    next.merge(way, seq + octets, Seq::max);
    Direction back = way == Direction.IN ? Direction.OUT : Direction.IN;
    int ack = tcp.ack() - began.getOrDefault(back, tcp.ack());
    return new Seen(
        way, tcp.flags(), EcnField.of(packet), seq - began.get(way), octets, again, ack, verdict);
  }

  /** All up to now. For any thread. */
  List<Seen> segments() {
    return List.copyOf(segments);
  }

  /** Those that went one way. For any thread. */
  List<Seen> segments(Direction way) {
    return segments.stream().filter(seen -> seen.way() == way).toList();
  }
}
