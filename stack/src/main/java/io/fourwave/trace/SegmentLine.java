package io.fourwave.trace;

import io.fourwave.tcp.ConnectionId;
import io.fourwave.tcp.Segment;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.util.StringJoiner;

/**
 * Writes a segment as tcpdump prints it, but for the padding between options, which is not kept.
 */
final class SegmentLine {
  private static final long SECOND = 1_000_000_000;

  private final long zero;

  SegmentLine(long zero) {
    this.zero = zero;
  }

  String arrival(Segment seg, SequenceOrigins.Origin origin, long now) {
    return time(now)
        + " <-- "
        + remote(seg)
        + " > "
        + local(seg)
        + ": "
        + fields(seg, origin.remote, origin.local);
  }

  String departure(Segment seg, SequenceOrigins.Origin origin, long now) {
    return time(now)
        + " --> "
        + local(seg)
        + " > "
        + remote(seg)
        + ": "
        + fields(seg, origin.local, origin.remote);
  }

  /** How a line begins that tells of a connection, not of a segment. */
  String change(ConnectionId connection, long now) {
    String local = endpoint(connection.localHigh(), connection.localLow(), connection.localPort());
    String remote =
        endpoint(connection.remoteHigh(), connection.remoteLow(), connection.remotePort());
    return time(now) + "     " + local + " > " + remote + ": ";
  }

  private String time(long now) {
    long nanos = now - zero;
    String micros = Long.toString(1_000_000 + nanos % SECOND / 1000);
    return nanos / SECOND + "." + micros.substring(1);
  }

  private static String local(Segment seg) {
    return endpoint(seg.localHigh(), seg.localLow(), seg.localPort());
  }

  private static String remote(Segment seg) {
    return endpoint(seg.remoteHigh(), seg.remoteLow(), seg.remotePort());
  }

  private static String endpoint(long high, long low, int port) {
    return new IpAddress(high, low) + "." + port;
  }

  /** The fields, counted from where the sender and the receiver of the segment begin. */
  private static String fields(Segment seg, Integer sender, Integer receiver) {
    StringJoiner text = new StringJoiner(", ");
    text.add("Flags [" + TcpFlags.toString(seg.flags()) + "]");
    if (seg.length() > 0 || seg.hasRst() || !seg.hasAck()) {
      int seq = relative(seg.seq(), seg.hasSyn() ? null : sender);
      String first = "seq " + unsigned(seq);
      text.add(seg.textLength() > 0 ? first + ":" + unsigned(seq + seg.textLength()) : first);
    }
    if (seg.hasAck()) {
      text.add("ack " + unsigned(relative(seg.ack(), seg.hasSyn() ? null : receiver)));
    }
    text.add("win " + seg.window());
    if (seg.hasUrg()) {
      text.add("urg " + seg.urgentPointer());
    }
    String options = options(seg.options(), receiver);
    if (!options.isEmpty()) {
      text.add("options [" + options + "]");
    }
    int segments = seg.count();
    return text + ", length " + seg.textLength() + (segments > 1 ? " in " + segments : "");
  }

  /** The options; SACK blocks are counted from where the receiver begins, if that is known. */
  static String options(TcpOptions options, Integer receiver) {
    StringJoiner text = new StringJoiner(",");
    if (options.maximumSegmentSize() != TcpOptions.NONE) {
      text.add("mss " + options.maximumSegmentSize());
    }
    if (options.sackPermitted()) {
      text.add("sackOK");
    }
    if (options.hasTimestamps()) {
      String echo = unsigned(options.timestampEcho());
      text.add("TS val " + unsigned(options.timestamp()) + " ecr " + echo);
    }
    if (options.windowShift() != TcpOptions.NONE) {
      text.add("wscale " + options.windowShift());
    }
    if (options.sackBlocks() > 0) {
      text.add("sack " + options.sackBlocks() + " " + sackBlocks(options, receiver));
    }
    return text.toString();
  }

  private static String sackBlocks(TcpOptions options, Integer receiver) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < options.sackBlocks(); i++) {
      int from = relative(options.sackFrom(i), receiver);
      text.append('{').append(unsigned(from)).append(':');
      text.append(unsigned(relative(options.sackTo(i), receiver))).append('}');
    }
    return text.toString();
  }

  private static int relative(int number, Integer origin) {
    return origin == null ? number : number - origin;
  }

  private static String unsigned(int number) {
    return Integer.toUnsignedString(number);
  }
}
