package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.NewReno;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

/**
 * A test as a conversation: our host in virtual time, and a peer that says whatever the test wants.
 * Sequence numbers are relative to the two SYNs, which are 0.
 *
 * <pre>{@code
 * Conversation us = Conversation.connected();
 * us.send(3 * MSS);
 * us.emits(".", 1, 1, MSS);
 * us.peerSends(Seg.ack(1), Seg.ack(1), Seg.ack(1));
 * us.emits(".", 1, 1, MSS);
 * us.emitsNothing();
 * }</pre>
 */
public final class Conversation {
  /** The peer's initial sequence number. */
  public static final int PEER_ISS = 0x7fff_fff0;

  /** Text in a full segment between 1,500-octet links, without timestamps. */
  public static final int MSS = 1460;

  public static final int OUR_PORT = 7;
  public static final int PEER_PORT = 40_000;

  public final Host host;
  public HostSocket socket;
  public HostListener listener;
  private final Packet packet =
      new Packet(ByteBuffer.allocate(Packet.HEADROOM + Packet.MAX_LENGTH));
  private final SegmentPackets packets;
  private final IpAddress peer;
  private final IpAddress us;
  private int ourPort = OUR_PORT;
  private int peerIss = PEER_ISS;
  private int ourIss;
  private boolean issKnown;
  private int peerNext;
  private int ourLatest = 1;
  private int peerWindow = 65_535;
  private boolean timestamps;
  private int latestTimestamp;
  private long sentOctets;

  /** Begins one with any settings, at time 0; addresses are put in. */
  public Conversation(HostSettings settings, boolean v4) {
    this(settings, v4, 0);
  }

  /** Begins one at any time, in nanoseconds. */
  public Conversation(HostSettings settings, boolean v4, long start) {
    us = IpAddress.parse(v4 ? "192.0.2.2" : "2001:db8::2");
    peer = IpAddress.parse(v4 ? "192.0.2.1" : "2001:db8::1");
    packets = new SegmentPackets(peer, us);
    host = new Host(settings.withAddresses("192.0.2.2", "2001:db8::2"), new Random(42), start);
  }

  /**
   * Nothing but the MSS option, no delayed acknowledgements, no Nagle, no pacing, buffers that stay
   * as they are, windows that are halved: every step is visible. No suspicion against long segments
   * that time out.
   */
  public static TcpSettings plain() {
    TcpSettings defaults = TcpSettings.defaults();
    return defaults
        .with(new Buffers(1 << 20, 1 << 20))
        .with(io.fourwave.tcp.Options.PLAIN)
        .with(defaults.ip().withPathMtuSearch(false, true))
        .with(defaults.sending().withNagle(false).withDelayedAck(Duration.ZERO).withPacing(false))
        .withCongestionControl(NewReno::new);
  }

  /** A conversation over IPv4 with plain settings, not yet begun. */
  public static Conversation fresh() {
    return of(plain());
  }

  /** A conversation over IPv4 with the given settings, not yet begun. */
  public static Conversation of(TcpSettings settings) {
    return new Conversation(HostSettings.defaults().with(settings), true);
  }

  /** The same over IPv4 or IPv6. */
  public static Conversation of(TcpSettings settings, boolean v4) {
    return new Conversation(HostSettings.defaults().with(settings), v4);
  }

  /**
   * One over IPv4 that begins at the time when our initial sequence number in a passive open is
   * {@code iss}: the number ticks every four microseconds (RFC 9293 §3.4.1).
   */
  public static Conversation ofIss(TcpSettings settings, int iss) {
    int atZero = of(settings).accept(Seg.syn()).ourIss();
    long ticks = (iss - atZero) & 0xffff_ffffL;
    return new Conversation(HostSettings.defaults().with(settings), true, 4_000 * ticks);
  }

  /** A conversation with plain settings in ESTABLISHED, opened by the peer. */
  public static Conversation accepted() {
    return fresh().accept(Seg.syn().mss(MSS));
  }

  /** A conversation with plain settings in ESTABLISHED, opened by us. */
  public static Conversation connected() {
    return fresh().connect(Seg.synAck().mss(MSS));
  }

  /** Listens on {@link #OUR_PORT}. */
  public Conversation listen() {
    try {
      listener = host.listen(new InetSocketAddress(OUR_PORT), 16, host.settings().tcp());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes through a passive open; the peer's SYN says which options. */
  public Conversation accept(Seg syn) {
    return accept(syn, Duration.ZERO);
  }

  /** Goes through a passive open with a peer that is a round trip away. */
  public Conversation accept(Seg syn, Duration roundTrip) {
    listen();
    peerSends(syn);
    Emitted answer = emits();
    assertTrue(answer.has(TcpFlags.SYN) && answer.has(TcpFlags.ACK), "no SYN,ACK: " + answer);
    timestamps = answer.options.hasTimestamps();
    pass(roundTrip);
    peerSends(Seg.ack(1));
    socket = listener.accept();
    assertNotNull(socket, "the connection is open");
    return this;
  }

  /** Begins an active open: our SYN is not yet taken from the host. */
  public Conversation open() {
    try {
      socket =
          host.connect(
              null, new InetSocketAddress(peer.toInetAddress(), PEER_PORT), host.settings().tcp());
      ourPort = socket.localAddress().getPort();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes through an active open; the peer's SYN,ACK says which options. */
  public Conversation connect(Seg synAck) {
    return connect(synAck, Duration.ZERO);
  }

  /** The same, and the SYN,ACK takes its time; our timestamp is echoed if it has any. */
  public Conversation connect(Seg synAck, Duration roundTrip) {
    open();
    Emitted syn = emits();
    assertTrue(syn.has(TcpFlags.SYN), "no SYN: " + syn);
    timestamps = syn.options.hasTimestamps() && synAck.timestamp != null;
    pass(roundTrip);
    if (timestamps && !roundTrip.isZero()) {
      synAck.timestampEcho = latestTimestamp;
    }
    peerSends(synAck);
    emits(".", 1, 1, 0);
    return this;
  }

  /** The peer's initial sequence number, if it is not to be {@link #PEER_ISS}. */
  public Conversation peerIss(int iss) {
    peerIss = iss;
    return this;
  }

  /** The window field that the peer's segments carry from now on. */
  public Conversation peerWindow(int field) {
    peerWindow = field;
    return this;
  }

  /** The peer sends segments, one after the other, and we process each. */
  public Conversation peerSends(Seg... segments) {
    for (Seg seg : segments) {
      host.packetArrives(toPacket(seg), host.now());
    }
    return this;
  }

  /** A packet of any kind arrives, such as a router's. */
  public Conversation arrives(byte[] octets) {
    packet.set(ByteBuffer.wrap(octets));
    host.packetArrives(packet, host.now());
    return this;
  }

  /** The packet that a segment of the peer's travels in. */
  public Packet toPacket(Seg seg) {
    int seq = seg.seq == Seg.NEXT ? peerNext : seg.seq;
    int ack = seg.ack == Seg.LATEST ? ourLatest : seg.ack;
    byte[] text = seg.text == null ? pattern(seq - 1L, seg.length) : seg.text;
    boolean hasAck = (seg.flags & TcpFlags.ACK) != 0;
    if (seg.timestamp != null) {
      seg.options.timestamps(seg.timestamp, seg.timestampEcho);
    } else if (timestamps && !seg.timestampOff) {
      int echo = hasAck ? latestTimestamp : 0;
      seg.options.timestamps((int) (host.now() / 1_000_000) + 1, echo);
    }
    seg.finish(ourIss);
    int length = text.length + Integer.bitCount(seg.flags & (TcpFlags.SYN | TcpFlags.FIN));
    if ((seg.flags & TcpFlags.RST) == 0) {
      peerNext = Math.max(peerNext, seq + length);
    }
    int window = seg.window >= 0 ? seg.window : peerWindow;
    int wireAck = hasAck ? ack + ourIss : ack;
    return packets.packet(seg, seq + peerIss, wireAck, window, PEER_PORT, ourPort, text);
  }

  /** Takes the next segment we send; fails if there is none. */
  public Emitted emits() {
    Emitted emitted = poll();
    assertNotNull(emitted, "a segment was expected, there is none");
    return emitted;
  }

  /** Takes the next segment we send, leaving out what is not TCP; null if there is none. */
  public Emitted poll() {
    do {
      if (!host.nextPacket(packet, host.now())) {
        return null;
      }
    } while (!PacketFields.isTcp(packet));
    PacketFields fields = new PacketFields(packet);
    if (!issKnown && (fields.flags & TcpFlags.SYN) != 0) {
      ourIss = fields.seq;
      issKnown = true;
    }
    Emitted emitted = new Emitted(fields, ourIss, peerIss);
    int control = Integer.bitCount(fields.flags & (TcpFlags.SYN | TcpFlags.FIN));
    if ((fields.flags & TcpFlags.RST) == 0) {
      ourLatest = Math.max(ourLatest, emitted.seq + emitted.length + control);
    }
    TcpOptions options = fields.options;
    latestTimestamp = options.hasTimestamps() ? options.timestamp() : latestTimestamp;
    return emitted;
  }

  /** Takes the next segment we send and asserts what it is, see {@link Emitted#is}. */
  public Emitted emits(String flags, int seq, int ack, int length) {
    return emits().is(flags, seq, ack, length);
  }

  /** Takes so many segments of {@link #MSS} octets, the first at {@code seq}, all with ACK 1. */
  public Conversation emitsFull(int seq, int count) {
    for (int i = 0; i < count; i++) {
      emits(".", seq + i * MSS, 1, MSS);
    }
    return this;
  }

  /** Asserts that we have nothing to send now. */
  public Conversation emitsNothing() {
    Emitted next = poll();
    if (next != null) {
      throw new AssertionError("nothing was expected, but: " + next);
    }
    return this;
  }

  /** Throws away whatever we send now, and tells how many packets that was. */
  public int emitsWhatever() {
    int count = 0;
    while (poll() != null) {
      count++;
    }
    return count;
  }

  /** Lets time pass up to the next deadline; fails if there is none. Tells how long it took. */
  public Duration untilDeadline() {
    long next = host.nextDeadline();
    assertTrue(next != Long.MAX_VALUE, "a deadline was expected, there is none");
    long before = host.now();
    host.advanceTo(Math.max(next, before));
    return Duration.ofNanos(host.now() - before);
  }

  /** Lets time pass; what is due on the way expires in order. Nothing is taken from the host. */
  public Conversation pass(Duration time) {
    long end = host.now() + time.toNanos();
    while (host.nextDeadline() <= end) {
      host.advanceTo(Math.max(host.now(), host.nextDeadline()));
    }
    host.advanceTo(end);
    return this;
  }

  /** Lets time pass until we have a segment to send, and tells how long that took. */
  public Duration untilOutput() {
    long before = host.now();
    while (!host.hasOutput()) {
      untilDeadline();
    }
    return Duration.ofNanos(host.now() - before);
  }

  /** Lets time pass until we send a segment. */
  public Emitted untilEmits() {
    Emitted next = poll();
    while (next == null) {
      untilDeadline();
      next = poll();
    }
    return next;
  }

  /** Our application writes octets that follow {@link #octet}; all of them fit. */
  public Conversation send(int octets) {
    try {
      int taken = socket.write(ByteBuffer.wrap(pattern(sentOctets, octets)));
      assertTrue(taken == octets, "only " + taken + " of " + octets + " octets fit");
      sentOctets += octets;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our application reads up to so many octets; -1 at the end. */
  public int read(int octets) throws IOException {
    return socket.read(ByteBuffer.allocate(octets));
  }

  /** Our application reads up to so many octets, as Latin-1. */
  public String readText(int octets) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(octets);
    int count = socket.read(target);
    return count < 0
        ? null
        : new String(target.array(), 0, count, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** The octet at a position of either stream, 0 being the first. */
  public static byte octet(long position) {
    return (byte) (position * 31 + (position >>> 8) * 7 + 'A');
  }

  /** Octets of either stream. */
  public static byte[] pattern(long from, int count) {
    byte[] octets = new byte[count];
    for (int i = 0; i < count; i++) {
      octets[i] = octet(from + i);
    }
    return octets;
  }

  /** The next SYN we send begins another connection: numbers count from there. */
  public Conversation forgetIss() {
    issKnown = false;
    ourLatest = 1;
    peerNext = 0;
    return this;
  }

  /** Our initial sequence number, absolute. */
  public int ourIss() {
    return ourIss;
  }

  /** Our port. */
  public int ourPort() {
    return ourPort;
  }
}
