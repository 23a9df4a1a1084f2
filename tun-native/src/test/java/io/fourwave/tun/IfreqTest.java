package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IfreqTest {
  private final ByteBuffer bytes = ByteBuffer.allocate(Ifreq.LENGTH);
  private final Ifreq ifreq = new Ifreq(bytes);

  @Test
  void itHasFortyOctetsWithTheNameFirstAndTheFlagsAtSixteen() {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    ifreq.set("tun0", 0x5001);
    byte[] expected = new byte[40];
    expected[0] = 't';
    expected[1] = 'u';
    expected[2] = 'n';
    expected[3] = '0';
    expected[16] = 0x01;
    expected[17] = 0x50;
    assertArrayEquals(expected, bytes.array());
  }

  @Test
  void onABigEndianMachineTheFlagsTurnRound() {
    bytes.order(ByteOrder.BIG_ENDIAN);
    ifreq.set("tun0", 0x5001);
    assertEquals(0x50, bytes.get(16));
    assertEquals(0x01, bytes.get(17));
  }

  @Test
  void whatWasThereBeforeIsWipedOut() {
    Arrays.fill(bytes.array(), (byte) 0xff);
    ifreq.set("t", 0);
    assertArrayEquals(Arrays.copyOf(new byte[] {'t'}, 40), bytes.array());
  }

  @Test
  void theNameEndsAtItsZeroOrAfterSixteenOctets() {
    ifreq.set("fourwave1234567", 0);
    assertEquals("fourwave1234567", ifreq.name());
    bytes.put(15, (byte) 'x');
    assertEquals("fourwave1234567x", ifreq.name());
    bytes.put(4, (byte) 0);
    assertEquals("four", ifreq.name());
  }

  @Test
  void flagsSayTunWithoutPacketInformationAndWhatElseIsAskedFor() {
    TunSettings plain = TunSettings.named("tun0").withOffload(false);
    assertEquals(0x1001, Ifreq.flags(plain));
    assertEquals(0x5001, Ifreq.flags(plain.withOffload(true)));
    assertEquals(0x1101, Ifreq.flags(plain.withMultiQueue(true)));
  }
}
