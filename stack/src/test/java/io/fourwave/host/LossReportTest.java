package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossReportTest {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final LossReport report = new LossReport();

  private static Packet v4(int headerLength, int protocol, int tcpLength) {
    ByteBuffer octets = ByteBuffer.allocate(headerLength + tcpLength);
    octets.put(0, (byte) (0x40 | headerLength / 4)).put(9, (byte) protocol);
    octets.put(headerLength + 12, (byte) (tcpLength / 4 << 4));
    return packet(octets);
  }

  private static Packet v6(int protocol, int tcpLength) {
    ByteBuffer octets = ByteBuffer.allocate(40 + tcpLength);
    octets.put(0, (byte) 0x60).put(6, (byte) protocol);
    octets.put(40 + 12, (byte) (tcpLength / 4 << 4));
    return packet(octets);
  }

  private static Packet packet(ByteBuffer octets) {
    Packet packet = new Packet();
    packet.set(octets);
    return packet;
  }

  @ParameterizedTest
  @CsvSource({
    "20, false",
    "32, false", // timestamps
    "36, true",
    "44, true", // a SACK block and timestamps
    "60, true"
  })
  void itHasMoreOptionsThanTimestamps(int tcpLength, boolean may) {
    assertEquals(may, report.mayBe(v4(20, TCP, tcpLength)));
    assertEquals(may, report.mayBe(v4(60, TCP, tcpLength)));
    assertEquals(may, report.mayBe(v6(TCP, tcpLength)));
  }

  @Test
  void otherProtocolsAreNone() {
    assertFalse(report.mayBe(v4(20, UDP, 44)));
    assertFalse(report.mayBe(v6(UDP, 44)));
  }

  @Test
  void whateverComesIsLookedAtWithoutHarm() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      byte[] octets = new byte[random.nextInt(80)];
      random.nextBytes(octets);
      Packet packet = packet(ByteBuffer.wrap(octets));
      boolean may = report.mayBe(packet);
      assertFalse(may && octets.length < 40, "seed " + seed + ", packet " + i);
    }
  }
}
