package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fourwave.host.HostSettings;
import io.fourwave.link.Offload;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.Ecn;
import io.fourwave.tcp.Options;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** A conversation of random steps from a random beginning, all of which follows from its seed. */
public final class RandomStory {
  private static final int MOST_NOTES = 60;

  private final Random random;
  private final Deque<String> notes = new ArrayDeque<>();
  private final Set<TcpState> visited = EnumSet.noneOf(TcpState.class);
  private final Conversation us;
  private final RandomPeer peer;
  private final Invariants invariants;

  private final boolean dirty;

  private Emitted latest;
  private int written;

  /** Begins one. */
  public RandomStory(long seed) {
    random = new Random(seed * 0x9e37_79b9_7f4a_7c15L); // neighbours begin differently
    dirty = seed % 3 == 0;
    boolean plain = random.nextBoolean();
    us = plain ? anywhere() : withOptions();
    peer = new RandomPeer(us, random);
    invariants = new Invariants(us, dirty, plain ? 0 : shiftOf(us));
  }

  private Conversation anywhere() {
    Situation in = Situation.values()[random.nextInt(Situation.values().length)];
    note("begins in " + in);
    Conversation begun = in.begin(random.nextBoolean());
    written = in == Situation.ESTABLISHED_SENDING ? 1000 : 0;
    return begun;
  }

  private Conversation withOptions() {
    TcpSettings tcp = TcpSettings.defaults();
    Options options =
        tcp.options().withExplicitCongestion(Ecn.values()[random.nextInt(Ecn.values().length)]);
    int shift = 12 + random.nextInt(6);
    tcp = tcp.with(options).with(new Buffers(1 << shift, 1 << shift));
    HostSettings settings = HostSettings.defaults().with(tcp);
    if (random.nextInt(3) == 0) {
      settings = settings.with(Offload.ALL);
    }
    Conversation begun = new Conversation(settings, random.nextBoolean());
    boolean passive = random.nextBoolean();
    note("begins " + (passive ? "passively" : "actively") + " with " + tcp);
    Seg syn = passive ? Seg.syn() : Seg.synAck();
    syn.mss(Conversation.MSS).sackOk().wscale(3).with(TcpFlags.ECE);
    if (random.nextBoolean()) {
      syn.ts(1, 0);
    }
    return passive ? begun.accept(syn) : begun.connect(syn);
  }

  private static int shiftOf(Conversation us) {
    String options = us.socket.status().options();
    int at = options.indexOf("wscale ");
    return at < 0 ? 0 : Integer.parseInt(options.substring(options.indexOf(',', at) + 1));
  }

  private void note(String what) {
    notes.add(what);
    if (notes.size() > MOST_NOTES) {
      notes.remove();
    }
  }

  /** Takes so many steps, ends everything, and asserts the invariants all the way. */
  public void run(int steps) {
    int idle = 0;
    for (int i = 0; i < steps && idle < 5; i++) {
      step();
      output();
      invariants.check();
      adopt();
      visited.add(Situation.stateOf(us));
      idle = Situation.stateOf(us) == TcpState.CLOSED ? idle + 1 : 0;
    }
    invariants.leaveNothing();
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 11 -> complain();
      case 12 -> damage();
      case 13, 14 -> write();
      case 15 -> invariants.read(1 + random.nextInt(5000));
      case 16 -> close();
      case 17, 18, 19 -> time();
      default -> segment();
    }
  }

  private void segment() {
    Seg seg = peer.segment();
    note("< " + seg);
    long resets = us.host.counters().of(TcpEvent.RESET_OUT);
    us.peerSends(seg);
    boolean reset = us.host.counters().of(TcpEvent.RESET_OUT) > resets;
    assertFalse(reset && (seg.flags & TcpFlags.RST) != 0, "a reset for a reset");
  }

  private void complain() {
    if (latest != null) {
      note("ICMP about " + latest);
      peer.routerComplains(latest);
    }
  }

  private void damage() {
    if (dirty) {
      note("damaged, or noise");
      if (random.nextBoolean()) {
        peer.damagedSegmentArrives();
      } else {
        peer.noiseArrives();
      }
    }
  }

  private void write() {
    if (us.socket == null) {
      return;
    }
    byte[] octets = Conversation.pattern(written, 1 + random.nextInt(6000));
    ByteBuffer source = ByteBuffer.wrap(octets);
    try {
      boolean urgent = random.nextInt(8) == 0;
      written += urgent ? us.socket.writeUrgent(source) : us.socket.write(source);
      note("write, now " + written + (urgent ? " urgent" : ""));
    } catch (TcpException e) {
      note("write: " + e.getMessage());
    }
  }

  private void close() {
    if (us.socket == null) {
      return;
    }
    int how = random.nextInt(12);
    note("ends, way " + how);
    switch (how) {
      case 0 -> us.socket.abort();
      case 1, 2 -> us.socket.close();
      case 3, 4, 5, 6 -> us.socket.shutdownOutput();
      case 7 -> us.socket.settings(us.socket.settings().with(Conversation.plain().sending()));
      default -> invariants.read(100_000);
    }
  }

  private void time() {
    boolean jump = us.host.nextDeadline() < Long.MAX_VALUE && random.nextInt(3) == 0;
    if (jump) {
      note("waits " + us.untilDeadline());
    } else {
      Duration time = Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 90_000 : 300));
      note("waits " + time);
      us.pass(time);
    }
  }

  private void output() {
    boolean silent = random.nextInt(4) == 0; // what arrives meanwhile is answered together
    for (Emitted sent = silent ? null : us.poll(); sent != null; sent = us.poll()) {
      note("> " + sent);
      invariants.sent(sent);
      latest = sent;
    }
  }

  private void adopt() {
    if (us.socket == null && us.listener != null) {
      us.socket = us.listener.accept();
    }
  }

  /** The states it has been in. */
  public Set<TcpState> visited() {
    return visited;
  }

  @Override
  public String toString() {
    return String.join("\n", notes);
  }
}
