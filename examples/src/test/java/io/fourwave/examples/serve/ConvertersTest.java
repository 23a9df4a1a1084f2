package io.fourwave.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConvertersTest {
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
