package io.fourwave.host;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.FixedWindow;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.TcpHeader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * A host with one open connection, and a segment and an acknowledgement of its peer's that arrive
 * again and again with other numbers. The peer is a host as well, but only until it has made them.
 */
final class Conversation {
  private static final int BUFFER = 1 << 20;
  private static final int PORT = 7;
  private static final int TCP = Packet.HEADROOM + Ipv4Header.MIN_LENGTH;
  private static final int SEQ = TCP + 4;
  private static final int ACK = TCP + 8;
  private static final int CHECKSUM = TCP + TcpHeader.CHECKSUM_OFFSET;
  private static final long STEP = 1_000;
  private static final long LONG = 1_000_000_000;

  private final Host us;
  private final HostSocket socket;
  private final Packet segment = new Packet();
  private final Packet ack = new Packet();
  private final Packet out = new Packet();
  private final ByteBuffer source;
  private final int text;
  private long now;

  /**
   * Opens the connection.
   *
   * @param octets of text in a segment; with offload it may be more than a packet holds
   */
  Conversation(Offload offload, int octets) throws IOException {
    us = host(offload, 1, "192.0.2.1");
    Host peer = host(offload, 2, "192.0.2.2");
    InetSocketAddress local = new InetSocketAddress("192.0.2.1", PORT);
    HostListener listener = us.listen(local, 1, us.settings().tcp());
    HostSocket their = peer.connect(null, local, peer.settings().tcp());
    while (move(peer, us) || move(us, peer)) {
      now += STEP;
    }
    socket = listener.accept();
    source = ByteBuffer.allocateDirect(octets);
    socket.write(source.duplicate().limit(1));
    move(us, peer);
    their.read(ByteBuffer.allocate(1));
    now += LONG;
    peer.advanceTo(now);
    made(peer.nextPacket(ack, now)); // it was delayed
    us.packetArrives(ack, now);
    their.write(source.duplicate());
    made(peer.nextPacket(segment, now));
    TcpHeader header = new TcpHeader().wrap(segment.bytes(), TCP);
    text = segment.length() - Ipv4Header.MIN_LENGTH - header.length();
    made(text == octets);
  }

  private static Host host(Offload offload, int seed, String address) {
    TcpSettings tcp =
        TcpSettings.defaults()
            .with(new Buffers(BUFFER, BUFFER))
            .withCongestionControl(() -> new FixedWindow(BUFFER));
    HostSettings settings = HostSettings.defaults().with(offload).with(tcp).withAddresses(address);
    return new Host(settings, new SplittableRandom(seed), 0);
  }

  private boolean move(Host from, Host to) {
    boolean any = false;
    while (from.nextPacket(out, now)) {
      to.packetArrives(out, now);
      any = true;
    }
    return any;
  }

  private static void made(boolean asWanted) {
    if (!asWanted) {
      throw new IllegalStateException("the packets are not those that were to be measured");
    }
  }

  /** The next segment arrives, its text is read where it lies, and what that causes is sent. */
  int segmentArrives() {
    us.packetArrives(segment, now += STEP);
    while (socket.incoming().hasRemaining()) {
      socket.consumed(socket.incoming().remaining());
    }
    advance(segment, SEQ);
    return turn();
  }

  /** An acknowledgement arrives that says nothing new. */
  int acknowledgementArrives() {
    us.packetArrives(ack, now += STEP);
    return turn();
  }

  /** A segment is written and sent, and its acknowledgement arrives. */
  int segmentLeaves() throws IOException {
    socket.write(source.clear());
    int packets = turn();
    advance(ack, ACK);
    us.packetArrives(ack, now += STEP);
    return packets;
  }

  private int turn() {
    us.advanceTo(now);
    int packets = 0;
    while (us.nextPacket(out, now)) {
      packets++;
    }
    return packets;
  }

  /**
   * Adds the length of the text to a number; a checksum that is complete stays right (RFC 1624).
   */
  private void advance(Packet packet, int at) {
    int old = packet.bytes().getInt(at);
    packet.bytes().putInt(at, old + text);
    if (packet.checksumState() == Packet.ChecksumState.COMPLETE) {
      long sum = ~packet.bytes().getShort(CHECKSUM) & 0xffff;
      sum += (~old & 0xffff_ffffL) + (old + text & 0xffff_ffffL);
      packet.bytes().putShort(CHECKSUM, (short) Checksum.finish(sum));
    }
  }

  /** What was measured is what was meant: nothing was dropped. */
  void check() {
    made(us.counters().dropped() == 0);
  }
}
