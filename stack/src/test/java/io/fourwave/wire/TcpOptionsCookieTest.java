package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Fast Open option (RFC 7413 §4.1.1). */
@Tag("RFC7413")
class TcpOptionsCookieTest {
  private final TcpOptions options = new TcpOptions();

  @ParameterizedTest
  @CsvSource({
    "2202, 0, 0, 0",
    "2206aabbccdd, 4, 0, aabbccdd",
    "220aaabbccdd11223344, 8, 0, aabbccdd11223344",
    "220caabbccdd112233445566, 10, aabb, ccdd112233445566",
    "2212aabbccdd112233445566778899001122, 16, aabbccdd11223344, 5566778899001122"
  })
  void aCookieIsReadAndWrittenAsItIs(String hex, int length, String high, String low) {
    byte[] octets = HexFormat.of().parseHex(hex);
    options.read(ByteBuffer.wrap(octets), 0, octets.length);
    assertEquals(length, options.fastOpenLength());
    assertEquals(Long.parseUnsignedLong(high, 16), options.cookieHigh());
    assertEquals(Long.parseUnsignedLong(low, 16), options.cookieLow());
    ByteBuffer written = ByteBuffer.allocate(40);
    int end = options.write(written, 0);
    assertEquals(options.length(), end);
    assertEquals(0, end % 4);
    assertEquals(
        "01".repeat(end - octets.length) + hex, HexFormat.of().formatHex(written.array(), 0, end));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2204aabb",
        "2205aabbcc",
        "2207aabbccddee",
        "2214aabbccdd11223344556677889900112233445566"
      })
  void aCookieOfAnImpossibleLengthIsPassedOver(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);
    options.read(ByteBuffer.wrap(octets), 0, octets.length);
    assertEquals(TcpOptions.NONE, options.fastOpenLength());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 6, 8, 10, 12, 14, 16})
  void everyCookieFitsIntoASynWithAllOtherOptions(int length) {
    options.clear();
    options.maximumSegmentSize(1460);
    options.permitSack();
    options.timestamps(1, 0);
    options.windowShift(7);
    options.fastOpen(length, 0x0102_0304_0506_0708L, 0x1112_1314_1516_1718L);
    ByteBuffer written = ByteBuffer.allocate(60);
    int end = options.write(written, 0);
    assertTrue(end <= 40 && end == options.length(), end + " octets");
    TcpOptions again = new TcpOptions();
    again.read(written, 0, end);
    assertEquals(length, again.fastOpenLength());
    assertEquals(1460, again.maximumSegmentSize());
    assertTrue(again.sackPermitted() && again.hasTimestamps() && again.windowShift() == 7);
  }
}
