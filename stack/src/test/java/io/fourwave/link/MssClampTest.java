package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MssClampTest {
  private static final int NOW = 0;
  private static final int SYN_ACK = Packets.SYN | Packets.ACK;

  private final FakeDevice device = new FakeDevice();
  private final MssClamp clamp = new MssClamp(device, 1400);

  /** A segment whose options are given in hexadecimal, a multiple of four octets. */
  private static Packet segment(boolean v4, int flags, String options) {
    byte[] octets = HexFormat.of().parseHex(options.replace(" ", ""));
    return v4 ? Packets.v4WithOptions(flags, 1, octets) : Packets.v6WithOptions(flags, 1, octets);
  }

  private Packet sent(Packet packet) throws IOException {
    assertTrue(clamp.write(packet, NOW));
    return device.sent.get(device.sent.size() - 1);
  }

  private static int mss(Packet packet, int offset) {
    int tcp = packet.start() + (packet.bytes().get(packet.start()) >>> 4 == 4 ? 20 : 40);
    return packet.bytes().getShort(tcp + 20 + offset) & 0xffff;
  }

  @ParameterizedTest
  @CsvSource({"true, 1360", "false, 1340"})
  void aSynThatAsksForMoreThanThePathTakesIsLoweredBothWays(boolean v4, int size)
      throws IOException {
    Packet out = sent(segment(v4, Packets.SYN, "020405b4"));
    assertEquals(size, mss(out, 2));
    assertTrue(Packets.isChecksumGood(out));

    device.arriving.add(segment(v4, SYN_ACK, "020405b4 01030307"));
    Packet in = new Packet();
    assertTrue(clamp.read(in, NOW));
    assertEquals(size, mss(in, 2));
    assertTrue(Packets.isChecksumGood(in));
    assertEquals(2, clamp.lowered());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02040550", // 1360 as it should be
        "02040218", // 536
        "01030307", // no such option
        "00000000 020405b4", // after the end of the list
        "020305b4", // a wrong length
        "02010000 020405b4", // a length that ends the list
        "020605b4 00000000",
        "01010102"
      })
  void whatAsksForNoMoreOrForNothingStaysAsItIs(String options) throws IOException {
    Packet syn = segment(true, Packets.SYN, options);
    byte[] before = Packets.octets(syn);
    assertArrayEquals(before, Packets.octets(sent(syn)));
    assertEquals(0, clamp.lowered());
  }

  @ParameterizedTest
  @CsvSource({
    "'01 020405b4 000000', 3",
    "'0101 020405b4 0000', 4",
    "'080a0000000100000000 020405b4 0101', 12"
  })
  void theOptionMayBeAnywhereEvenAtAnOddPlace(String options, int at) throws IOException {
    for (boolean v4 : new boolean[] {true, false}) {
      Packet out = sent(segment(v4, Packets.SYN, options));
      assertEquals(v4 ? 1360 : 1340, mss(out, at));
      assertTrue(Packets.isChecksumGood(out), options);
    }
  }

  @Test
  void segmentsWithoutSynAreNotLookedInto() throws IOException {
    Packet ack = segment(true, Packets.ACK, "020405b4");
    byte[] before = Packets.octets(ack);
    assertArrayEquals(before, Packets.octets(sent(ack)));
  }

  @Test
  void aChecksumThatTheDeviceWillFillInIsLeftToIt() throws IOException {
    Packet out = sent(Packets.partial(segment(false, Packets.SYN, "020405b4")));
    assertEquals(1340, mss(out, 2));
    new PartialChecksum().complete(out);
    assertTrue(Packets.isChecksumGood(out));
  }

  @Test
  void aWrongChecksumStaysWrong() throws IOException {
    Packet syn = segment(true, Packets.SYN, "020405b4");
    int field = syn.start() + 20 + 16;
    syn.bytes().putShort(field, (short) (syn.bytes().getShort(field) ^ 0x0101));
    assertFalse(Packets.isChecksumGood(sent(syn)));
  }

  @Test
  void aPacketOfferedAgainWhenThereIsRoomIsTheSame() throws IOException {
    Packet syn = segment(true, Packets.SYN, "020405b4");
    device.room = 0;
    assertFalse(clamp.write(syn, NOW));
    device.room = 1;
    assertEquals(1360, mss(sent(syn), 2));
    assertTrue(Packets.isChecksumGood(device.sent.get(0)));
  }

  @Test
  void cutPacketsAreNotReadBeyondTheirEnd() throws IOException {
    byte[] whole = Packets.octets(segment(true, Packets.SYN, "01020405 b4000000"));
    for (int length = 0; length < whole.length; length++) {
      Packet cut = new Packet(ByteBuffer.allocate(Packet.HEADROOM + length));
      cut.set(ByteBuffer.wrap(whole, 0, length));
      device.arriving.add(cut);
      Packet into = new Packet(ByteBuffer.allocate(Packet.HEADROOM + length));
      assertTrue(clamp.read(into, NOW));
    }
  }

  @Test
  void aPathNarrowerThanAnyHostHasToTakeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MssClamp(device, 575));
    assertThrows(IllegalArgumentException.class, () -> new MssClamp(device, 65_536));
  }
}
