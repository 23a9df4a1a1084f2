package io.fourwave.tcp;

import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import java.util.function.Consumer;

/** Segments made by hand, for tests of those who observe: 192.0.2.2 is this host, .1 the peer. */
public final class ExampleSegment {
  private ExampleSegment() {}

  /** The connection of the segments. */
  public static ConnectionId id(int localPort) {
    Segment seg = of("", 0, 0, 0, options -> {});
    return new ConnectionId(
        seg.localHigh, seg.localLow, localPort, seg.remoteHigh, seg.remoteLow, seg.remotePort);
  }

  /** A segment between port 7 here and port 40000 there, flags as tcpdump writes them. */
  public static Segment of(String flags, int seq, int ack, int textLength) {
    return of(flags, seq, ack, textLength, seg -> {});
  }

  /** The same with more about it. */
  public static Segment of(String flags, int seq, int ack, int textLength, Consumer<Segment> more) {
    Segment seg = new Segment();
    seg.options.clear();
    seg.localLow = IpAddress.mapped(0xc000_0202);
    seg.remoteLow = IpAddress.mapped(0xc000_0201);
    seg.localPort = 7;
    seg.remotePort = 40_000;
    seg.seq = seq;
    seg.ack = ack;
    seg.window = 512;
    seg.textLength = textLength;
    for (int bit = 1; bit <= TcpFlags.CWR; bit <<= 1) {
      seg.flags |= flags.contains(TcpFlags.toString(bit)) ? bit : 0;
    }
    more.accept(seg);
    return seg;
  }

  /** Makes it a segment of IPv6. */
  public static void overIpv6(Segment seg) {
    seg.localHigh = 0x2001_0db8_0000_0000L;
    seg.remoteHigh = seg.localHigh;
    seg.localLow = 2;
    seg.remoteLow = 1;
  }

  /** Gives it an urgent pointer. */
  public static void urgent(Segment seg) {
    seg.urgentPointer = 3;
  }

  /** Makes it a super-segment. */
  public static void cutEvery1000(Segment seg) {
    seg.segmentSize = 1000;
  }

  /** Gives it another local port. */
  public static Consumer<Segment> onPort(int port) {
    return seg -> seg.localPort = port;
  }
}
