package io.fourwave.tcp;

import io.fourwave.link.Packet;
import io.fourwave.link.Packet.ChecksumState;
import io.fourwave.stream.ByteRing;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpHeader;
import java.nio.ByteBuffer;

/**
 * Foresees whose text comes next, so that the device can put it where the application will read it,
 * which saves a copy. Bulk transfers come in long runs of segments of one connection: after two of
 * those in a row the third is expected. A packet that turns out to be another one has cost a copy,
 * and nothing else: what lies beyond the ring's tail counts only once it is handed over.
 */
final class Landing {
  private static final int LONGEST = 1 << 16;
  private static final int WORTHWHILE = 1 << 14;
  private static final int TIMESTAMPS = 12;
  private static final int UNREMARKABLE = TcpFlags.ACK | TcpFlags.PSH | TcpFlags.ECE | TcpFlags.CWR;

  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final TcpHeader tcp = new TcpHeader();
  private Connection latest;
  private boolean again;

  /** Text has come for a connection. */
  void arrived(Connection c, int octets) {
    if (octets >= WORTHWHILE) {
      again = latest == c;
      latest = c;
    }
  }

  /** A connection is over. */
  void gone(Connection c) {
    if (latest == c) {
      latest = null;
      again = false;
    }
  }

  /**
   * Offers the place of the expected connection's next text, if one is expected, and nobody watches
   * who wants to find text in its packet.
   */
  void offer(Packet packet, boolean watched) {
    Connection c = latest;
    packet.landing().clear();
    if (watched
        || !again
        || c.pending.orphaned
        || c.pending.discardsInput
        || !c.state.mayReceive()) {
      return;
    }
    ByteBuffer memory = c.receiveBuffer.landing(LONGEST);
    if (memory != null) {
      int from = ByteRing.index(memory, c.receiveBuffer.next());
      packet.landing().set(memory, from, LONGEST);
      packet.landsAfter(ipLength(c) + tcpLength(c));
    }
  }

  private static int ipLength(Connection c) {
    return c.route.isV4() ? Ipv4Header.MIN_LENGTH : Ipv6Header.LENGTH;
  }

  private static int tcpLength(Connection c) {
    return TcpHeader.LENGTH + (c.agreed.timestamps ? TIMESTAMPS : 0);
  }

  /** Whether a packet whose text has landed is the connection's next, and an ordinary one. */
  boolean isOf(Packet packet) {
    Connection c = latest;
    return packet.checksumState() != ChecksumState.COMPLETE
        && (c.route.isV4() ? isOfV4(packet, c.id) : isOfV6(packet, c.id))
        && isNext(packet, c);
  }

  private boolean isOfV4(Packet packet, ConnectionId id) {
    v4.wrap(packet.bytes(), packet.start());
    return v4.version() == 4
        && v4.headerLength() == Ipv4Header.MIN_LENGTH
        && v4.totalLength() == packet.length()
        && !v4.isFragment()
        && v4.protocol() == SegmentReader.PROTOCOL
        && v4.source() == (int) id.remoteLow()
        && v4.destination() == (int) id.localLow();
  }

  private boolean isOfV6(Packet packet, ConnectionId id) {
    v6.wrap(packet.bytes(), packet.start());
    return v6.version() == 6
        && v6.payloadLength() == packet.length() - Ipv6Header.LENGTH
        && v6.nextHeader() == SegmentReader.PROTOCOL
        && v6.sourceHigh() == id.remoteHigh()
        && v6.sourceLow() == id.remoteLow()
        && v6.destinationHigh() == id.localHigh()
        && v6.destinationLow() == id.localLow();
  }

  private boolean isNext(Packet packet, Connection c) {
    tcp.wrap(packet.bytes(), packet.start() + ipLength(c));
    return tcp.destinationPort() == c.id.localPort()
        && tcp.sourcePort() == c.id.remotePort()
        && tcp.length() == tcpLength(c)
        && tcp.seq() == c.rcv.nxt
        && (tcp.flags() & ~UNREMARKABLE) == 0;
  }
}
