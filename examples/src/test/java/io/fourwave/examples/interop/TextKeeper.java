package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import io.fourwave.link.Packet;
import io.fourwave.link.TcpMatch;
import io.fourwave.wire.Seq;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpHeader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A gatekeeper for the text that goes one way in the only connection, by its place in the stream,
 * and for the acknowledgements that come back. The SYNs pass.
 */
abstract class TextKeeper implements Gatekeeper {
  private final Direction way;
  private final TcpMatch isTcp = TcpMatch.any();
  private final TcpHeader tcp = new TcpHeader();
  private final Queue<Integer> sentAgain = new ConcurrentLinkedQueue<>();
  private int began;
  private int next;

  /** For text that goes that way. */
  TextKeeper(Direction way) {
    this.way = way;
  }

  @Override
  public final Verdict judge(Direction direction, Packet packet) {
    if (!isTcp.matches(direction, packet)) {
      return Verdict.PASS;
    }
    boolean v4 = packet.bytes().get(packet.start()) >>> 4 == 4;
    int start = packet.start() + (v4 ? 20 : 40);
    tcp.wrap(packet.bytes(), start);
    if (direction != way) {
      return (tcp.flags() & TcpFlags.SYN) != 0 ? Verdict.PASS : acknowledged(tcp.ack() - began);
    }
    if ((tcp.flags() & TcpFlags.SYN) != 0) {
      began = tcp.seq() + 1;
      next = began;
      return Verdict.PASS;
    }
    int octets = packet.end() - start - tcp.length();
    return octets > 0 ? judgeText(octets) : Verdict.PASS;
  }

  private Verdict judgeText(int octets) {
    boolean again = Seq.before(tcp.seq(), next);
    int from = tcp.seq() - began;
    next = Seq.max(next, tcp.seq() + octets);
    if (!again) {
      return sent(from);
    }
    sentAgain.add(from);
    return sentAgain(from);
  }

  /**
   * Where the segments began that came by again, of those before {@code end}. The last segment of
   * any flight may, as a probe, if the machine is slow to acknowledge it. For any thread.
   */
  final List<Integer> repeated(int end) {
    return sentAgain.stream().filter(from -> from < end).toList();
  }

  /** Judges text that is sent for the first time. */
  abstract Verdict sent(int from);

  /** Judges text that is sent again. */
  abstract Verdict sentAgain(int from);

  /** Judges an acknowledgement of all text before {@code to}. */
  Verdict acknowledged(int to) {
    return Verdict.PASS;
  }
}
