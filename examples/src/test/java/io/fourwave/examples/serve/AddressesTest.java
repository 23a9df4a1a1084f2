package io.fourwave.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.2",
        "2001:db8::2",
        "::",
        "::1",
        "1::",
        "2001:db8:1:2:3:4:5:6",
        "2001:0:0:1::1",
        "fe80::1:0:2"
      })
  void anAddressIsWrittenAsItsShortestForm(String text) {
    assertEquals(text, Addresses.text(new Converters.Address().convert(text)));
  }

  @Test
  void aPeerReachesItsNetworkOnly() {
    Peer peer = new Converters.NetworkAddress().convert("10.9.8.1/22");

    assertTrue(peer.reaches(new Converters.Address().convert("10.9.11.255")));
    assertFalse(peer.reaches(new Converters.Address().convert("10.9.12.0")));
    assertFalse(peer.reaches(new Converters.Address().convert("2001:db8::1")));
  }

  @Test
  void timesAreWrittenAsTheyAreRead() {
    for (String text : new String[] {"0s", "200ms", "30s", "2m"}) {
      assertEquals(text, Converters.text(new Converters.Time().convert(text)));
    }
  }
}
