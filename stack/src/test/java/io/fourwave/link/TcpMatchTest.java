package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpMatchTest {
  private static final int PSH = 8;
  private static final Packet SYN = Packets.v4(Packets.SYN, 1, 0);
  private static final Packet SYN_ACK = Packets.v6(Packets.SYN | Packets.ACK, 1, 0);
  private static final Packet ACK = Packets.v4(Packets.ACK, 1, 0);
  private static final Packet TEXT = Packets.v6(Packets.ACK | PSH, 1, 10);
  private static final Packet FIN = Packets.v4(Packets.FIN | Packets.ACK, 1, 10);

  private static boolean matches(PacketMatch match, Packet packet) {
    return match.matches(Direction.IN, packet);
  }

  @Test
  void flagsAreThoseOfTcpdump() {
    assertTrue(matches(TcpMatch.flags("S"), SYN));
    assertFalse(matches(TcpMatch.flags("S"), SYN_ACK));
    assertTrue(matches(TcpMatch.flags("S."), SYN_ACK));
    assertTrue(matches(TcpMatch.flags("."), ACK));
    assertTrue(matches(TcpMatch.flags("."), TEXT), "PSH does not matter unless it is written");
    assertTrue(matches(TcpMatch.flags("P."), TEXT));
    assertFalse(matches(TcpMatch.flags("P."), ACK));
    assertTrue(matches(TcpMatch.fin(), FIN));
    assertTrue(matches(TcpMatch.any(), FIN));
  }

  @Test
  void textAndPortsNarrowTheChoice() {
    assertTrue(matches(TcpMatch.pureAck(), ACK));
    assertFalse(matches(TcpMatch.pureAck(), TEXT));
    assertTrue(matches(TcpMatch.any().withText(), TEXT));
    assertFalse(matches(TcpMatch.any().withText(), ACK));
    assertTrue(matches(TcpMatch.any().port(7), ACK));
    assertTrue(matches(TcpMatch.any().port(40_000), TEXT));
    assertFalse(matches(TcpMatch.any().port(8), ACK));
  }

  @Test
  void directionNarrowsTheChoice() {
    PacketMatch out = TcpMatch.any().going(Direction.OUT);
    assertFalse(out.matches(Direction.IN, ACK));
    assertTrue(out.matches(Direction.OUT, ACK));
  }

  @Test
  void theAckAfterTheFinIsNotTheOneBefore() {
    PacketMatch lastAck = TcpMatch.pureAck().after(TcpMatch.fin());
    assertFalse(matches(lastAck, ACK));
    assertFalse(matches(lastAck, FIN));
    assertTrue(matches(lastAck, ACK));
  }

  @Test
  void aPacketCutAnywhereIsReadOnlyAsFarAsItGoes() {
    for (Packet whole : new Packet[] {FIN, TEXT}) {
      Packet cut = new Packet();
      int header = whole == FIN ? 40 : 60;
      for (int length = 0; length < whole.length(); length++) {
        cut.set(whole);
        cut.lies(cut.start(), cut.start() + length);
        assertEquals(length >= header, matches(TcpMatch.any(), cut), "cut to " + length);
      }
    }
  }

  @Test
  void extensionHeadersArePassedOver() {
    Packet packet = withExtension(TEXT, 60, new byte[] {6, 0, 1, 4, 0, 0, 0, 0});
    assertTrue(matches(TcpMatch.flags("P.").withText(), packet));
    assertTrue(
        matches(TcpMatch.any(), withExtension(TEXT, 44, new byte[] {6, 0, 0, 1, 0, 0, 0, 9})));
  }

  @Test
  void laterFragmentsNeverMatch() {
    Packet v6 = withExtension(TEXT, 44, new byte[] {6, 0, 0, 8, 0, 0, 0, 9});
    assertFalse(matches(TcpMatch.any(), v6));
    Packet v4 = new Packet();
    v4.set(ACK);
    v4.bytes().putShort(v4.start() + 6, (short) 185);
    assertFalse(matches(TcpMatch.any(), v4));
  }

  private static Packet withExtension(Packet v6, int kind, byte[] header) {
    Packet packet = new Packet();
    packet.set(v6);
    int start = packet.start();
    int rest = packet.length() - 40;
    packet.bytes().put(start + 48, packet.bytes().slice(start + 40, rest).duplicate(), 0, rest);
    packet.bytes().put(start + 40, header).put(start + 6, (byte) kind);
    packet.lies(start, packet.end() + 8);
    return packet;
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "s.", "F,"})
  void aLetterThatIsNoFlagIsRefused(String letters) {
    assertThrows(IllegalArgumentException.class, () -> TcpMatch.flags(letters));
  }
}
