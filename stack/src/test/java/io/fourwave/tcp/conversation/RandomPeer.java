package io.fourwave.tcp.conversation;

import io.fourwave.link.Packet;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A peer, or someone who pretends to be one, that says what is nearly right: numbers at the edges
 * of the windows, any flags, any options. Its text is that of {@link Conversation#octet}, wherever
 * it claims to be.
 */
public final class RandomPeer {
  private static final int[] LENGTHS = {0, 0, 0, 1, 7, 100, 536, 1460};
  private static final int[] WINDOWS = {0, 1, 500, 8192, 65_535, 65_535};
  private static final int[] COMMON = {
    TcpFlags.ACK,
    TcpFlags.ACK | TcpFlags.PSH,
    TcpFlags.ACK | TcpFlags.PSH,
    TcpFlags.FIN | TcpFlags.ACK,
    TcpFlags.SYN | TcpFlags.ACK,
    TcpFlags.SYN,
    TcpFlags.ACK | TcpFlags.URG
  };

  private final Random random;
  private final Conversation us;

  /** Makes a peer for a conversation. */
  public RandomPeer(Conversation us, Random random) {
    this.us = us;
    this.random = random;
  }

  private int oneOf(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A segment that might belong to the connection. */
  public Seg segment() {
    ConnectionStatus tcb = tcb();
    int rcvNxt = tcb == null ? 0 : (int) tcb.rcvNxt();
    int edge = tcb == null ? 0 : rcvNxt + tcb.rcvWnd();
    int una = tcb == null ? 0 : (int) tcb.sndUna();
    int nxt = tcb == null ? 0 : (int) tcb.sndNxt();
    int length = oneOf(LENGTHS);
    int flags = random.nextInt(8) == 0 ? random.nextInt(256) : oneOf(COMMON);
    boolean opening = rcvNxt == 0 && (flags & TcpFlags.SYN) != 0;
    int seq = opening ? 0 : seq(rcvNxt, edge, length); // one SYN alone is the peer's
    Seg seg = Seg.flags(flags, seq, ack(una, nxt), length).wnd(oneOf(WINDOWS));
    if ((flags & TcpFlags.URG) != 0) {
      seg.urgent(oneOf(0, 1, length, length + 1, 5000, 65_535));
    }
    options(seg, una, nxt);
    return text(seg.ecn(random.nextInt(4)), seq + ((flags & TcpFlags.SYN) != 0 ? 1 : 0), length);
  }

  private static Seg text(Seg seg, int first, int length) {
    byte[] octets = Conversation.pattern(first - 1L, length);
    return seg.text(new String(octets, StandardCharsets.ISO_8859_1));
  }

  private ConnectionStatus tcb() {
    ConnectionStatus found = Situation.connection(us);
    boolean bare = found != null && found.sndNxt() == 0 && us.socket != null;
    return bare ? us.socket.status() : found;
  }

  private int seq(int nxt, int edge, int length) {
    return switch (random.nextInt(12)) {
      case 0 -> nxt - 1;
      case 1 -> nxt - length;
      case 2 -> nxt - random.nextInt(2000);
      case 3 -> nxt + 1 + random.nextInt(3000);
      case 4 -> edge - length + oneOf(-1, 0, 1);
      case 5 -> edge + oneOf(-1, 0, 1);
      case 6 -> random.nextInt(20) == 0 ? random.nextInt() & 0x7fff_ffff : nxt;
      default -> nxt;
    };
  }

  private int ack(int una, int nxt) {
    return switch (random.nextInt(10)) {
      case 0 -> una - 1;
      case 1 -> nxt + 1;
      case 2 -> una + random.nextInt(Math.max(1, nxt - una));
      case 3 -> una;
      case 4 -> random.nextInt(20) == 0 ? random.nextInt() & 0x7fff_ffff : nxt;
      default -> nxt;
    };
  }

  private void options(Seg seg, int una, int nxt) {
    switch (random.nextInt(12)) {
      case 0 -> seg.mss(oneOf(0, 1, 48, 536, 1460, 65_535));
      case 1 -> seg.sack(una + random.nextInt(3000), una + random.nextInt(3000));
      case 2 -> seg.sack(una + 100, nxt).sack(nxt, nxt + 100).sack(una, una + 1);
      case 3 -> seg.ts(random.nextInt(), random.nextInt());
      case 4 -> seg.noTs();
      case 5 -> seg.wscale(random.nextInt(16)).sackOk();
      case 6 -> seg.rawOptions(random.ints(4L * random.nextInt(11), 0, 256).toArray());
      default -> {}
    }
  }

  /** Lets one of the peer's segments arrive with some octets of its headers changed. */
  public void damagedSegmentArrives() {
    RawPacket packet = RawPacket.of(us.toPacket(segment()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      packet.put(random.nextInt(packet.length()), random.nextInt(256));
    }
    if (random.nextInt(4) == 0) {
      packet.resize(random.nextInt(packet.length() + 1));
    }
    boolean whole = packet.length() >= 60 && packet.tcpStart() + 20 <= packet.length();
    Packet arrived = whole ? packet.repairChecksums().toPacket() : packet.toPacket();
    us.host.packetArrives(arrived, us.host.now());
  }

  /** Lets octets arrive that mean nothing, or an IP packet of nothing. */
  public void noiseArrives() {
    byte[] octets = new byte[random.nextInt(200)];
    random.nextBytes(octets);
    if (octets.length > 40 && random.nextBoolean()) {
      Packet like = us.toPacket(Seg.ack(1));
      like.bytes().get(like.start(), octets, 0, octets.length > 60 ? 40 : 20);
      ByteBuffer.wrap(octets).putShort(octets[0] >>> 4 == 4 ? 2 : 4, (short) octets.length);
    }
    Packet packet = new Packet();
    packet.set(ByteBuffer.wrap(octets));
    us.host.packetArrives(packet, us.host.now());
  }

  /** Lets a router, or a forger, complain of a packet of ours. */
  public void routerComplains(Emitted ours) {
    boolean v4 = ours.packet[0] >>> 4 == 4;
    RouterError error = RouterError.about(ours);
    error.says(v4 ? oneOf(3, 3, 4, 5, 11, 12) : oneOf(1, 2, 3, 4, 100), random.nextInt(16));
    error.rest(oneOf(0, 68, 552, 576, 1280, 1400, 1500, -1));
    if (random.nextInt(3) == 0) {
      error.offBy(random.nextInt(5000) - 2500);
    }
    if (random.nextInt(5) == 0) {
      error.quoting(random.nextInt(ours.packet.length));
    }
    error.arrivesAt(us);
  }
}
