package io.fourwave.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RFC5952")
class IpAddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, 192.0.2.2",
    "0.0.0.0, 0.0.0.0",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:0DB8:0:0:0:0:0:2, 2001:db8::2",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "fe80::a00:27ff:fe00:1, fe80::a00:27ff:fe00:1"
  })
  void anAddressIsWrittenAsRfc5952Asks(String literal, String text) {
    assertEquals(text, IpAddress.parse(literal).toString());
    assertEquals(IpAddress.parse(literal), IpAddress.parse(text));
  }
}
