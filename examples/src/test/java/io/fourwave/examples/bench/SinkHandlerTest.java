package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkHandlerTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 23, 1_460})
  void everyOctetBetweenPositionAndLimitIsLookedAtAndNoOther(int count) {
    ByteBuffer octets = ByteBuffer.allocate(count + 5).position(3).limit(3 + count);
    long parity = SinkHandler.parity(octets);
    for (int i = 0; i < octets.capacity(); i++) {
      octets.array()[i] ^= 1;
      if (i >= 3 && i < 3 + count) {
        assertNotEquals(parity, SinkHandler.parity(octets), "octet " + i);
      } else {
        assertEquals(parity, SinkHandler.parity(octets), "octet " + i);
      }
      octets.array()[i] ^= 1;
    }
  }
}
