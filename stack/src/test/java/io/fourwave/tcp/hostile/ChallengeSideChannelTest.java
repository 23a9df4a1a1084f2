package io.fourwave.tcp.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.HostSettings;
import io.fourwave.link.Packet;
import io.fourwave.tcp.TcpHostSettings;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Emitted;
import io.fourwave.tcp.conversation.RawPacket;
import io.fourwave.tcp.conversation.Seg;
import io.fourwave.wire.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CVE-2016-5696 and what followed it: an attacker who cannot see the victim's connection guesses at
 * its numbers in the victim's name, and looks at what is left for itself of a limit that both
 * share. Here it sees the same, octet for octet, whether its guess was right or not.
 */
@Tag("RFC5961")
class ChallengeSideChannelTest {
  private static final byte[] ATTACKER = {(byte) 198, 51, 100, 66};
  private static final int BUDGET = 20;
  private static final int OWN = 40;
  private static final int CLOSED_PORT = 99;
  private static final int SECONDS = 10;

  /** A host, the victim's connection to it, and the attacker's own. */
  private static final class World {
    private final Conversation us =
        new Conversation(
            HostSettings.defaults()
                .with(TcpHostSettings.DEFAULTS.withAnswers(BUDGET, BUDGET))
                .with(Conversation.plain()),
            true);

    private final List<String> seen = new ArrayList<>();
    private int unseen;

    World() {
      us.accept(Seg.syn());
      for (int i = 0; i < OWN; i++) {
        int iss = send(Seg.syn(), 1000 + i, Conversation.OUR_PORT).seq;
        send(Seg.ack(iss + 1).seq(1), 1000 + i, Conversation.OUR_PORT);
        us.listener.accept();
      }
    }

    /** The attacker's segment under its own name; the answer, if there is one. */
    private Emitted send(Seg seg, int port, int to) {
      RawPacket packet = RawPacket.of(us.toPacket(seg)).source(ATTACKER);
      int tcp = packet.tcpStart();
      Packet own = packet.putShort(tcp, port).putShort(tcp + 2, to).repairChecksums().toPacket();
      us.host.packetArrives(own, us.host.now());
      return look();
    }

    /** The attacker's segment in the victim's name, from one of its ports. */
    private void guess(Seg seg, int port) {
      RawPacket packet = RawPacket.of(us.toPacket(seg));
      Packet forged = packet.putShort(packet.tcpStart(), port).repairChecksums().toPacket();
      us.host.packetArrives(forged, us.host.now());
      look();
    }

    /** The attacker sees what goes to its own address, from the ports on: the rest is chance. */
    private Emitted look() {
      Emitted last = null;
      for (Emitted next = us.poll(); next != null; next = us.poll()) {
        if (RawPacket.of(next.packet).at(16) == (ATTACKER[0] & 0xff)) {
          String octets = HexFormat.of().formatHex(next.packet, 20, next.packet.length);
          seen.add(us.host.now() + " " + octets);
        } else {
          unseen++;
        }
        last = next;
      }
      return last;
    }
  }

  private static World attacked(int port, Supplier<Seg> guess) {
    World world = new World();
    for (int second = 0; second < SECONDS; second++) {
      for (int i = 0; i < 3 * BUDGET; i++) {
        world.guess(guess.get(), port);
      }
      for (int i = 0; i < OWN; i++) {
        world.send(Seg.rst(100), 1000 + i, Conversation.OUR_PORT);
        world.send(Seg.syn().seq(i), 5000 + i, CLOSED_PORT);
      }
      world.us.pass(Duration.ofSeconds(1));
    }
    int most = 2 * OWN + 2 * OWN * SECONDS;
    assertTrue(world.seen.size() < most, "the attacker has met the limits");
    return world;
  }

  private static void looksTheSame(World right, World wrong) {
    assertEquals(wrong.seen, right.seen);
    assertTrue(right.unseen != wrong.unseen, "the victim was sent something else");
  }

  @Test
  void whetherAResetHitTheWindow() {
    looksTheSame(
        attacked(Conversation.PEER_PORT, () -> Seg.rst(100)),
        attacked(Conversation.PEER_PORT, () -> Seg.rst(-100)));
  }

  @Test
  void whetherAnAckWasInWhatWasSent() {
    looksTheSame(
        attacked(Conversation.PEER_PORT, () -> Seg.ack(1000).seq(1)),
        attacked(Conversation.PEER_PORT, () -> Seg.ack(1).seq(1)));
  }

  /** The first step of the attack: which ports the victim uses. */
  @Test
  void whetherThereIsAConnection() {
    Supplier<Seg> synAck = () -> Seg.flags(TcpFlags.SYN | TcpFlags.ACK, 100, 1, 0);
    looksTheSame(
        attacked(Conversation.PEER_PORT, synAck), attacked(Conversation.PEER_PORT + 1, synAck));
  }
}
