package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollRequestTest {
  private final ByteBuffer bytes = ByteBuffer.allocate(PollRequest.LENGTH);
  private final PollRequest request = new PollRequest(bytes, 8);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachDescriptorIsAnIntAndTwoShortsInTheMachinesOrder(boolean big) {
    bytes.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    request.set(0x0102, true, 7);
    assertEquals(big ? 0x02 : 0x01, bytes.get(big ? 3 : 1), "the device's number");
    assertEquals(5, bytes.get(big ? 5 : 4), "readable or writable");
    assertEquals(7, bytes.get(big ? 11 : 8), "the waker's number");
    assertEquals(1, bytes.get(big ? 13 : 12), "readable");
  }

  @Test
  void roomToWriteIsWaitedForOnlyIfWanted() {
    request.set(3, false, 7);
    assertEquals(1, bytes.getShort(4));
  }

  @Test
  void theLastAnswerIsForgotten() {
    bytes.putShort(6, (short) 8);
    bytes.putShort(14, (short) 1);
    request.set(3, false, 7);
    assertFalse(request.deviceFailed());
    assertFalse(request.woken());
  }

  @Test
  void nanosecondsAreNotRounded() {
    request.timeout(3_000_000_007L);
    assertEquals(3, bytes.getLong(PollRequest.TIMEOUT));
    assertEquals(7, bytes.getLong(PollRequest.TIMEOUT + 8));
  }

  @Test
  void thirtyTwoBitSystemsHaveHalfTheTimespecAndEndAtSixtyEightYears() {
    var narrow = new PollRequest(bytes, 4);
    narrow.timeout(3_000_000_007L);
    assertEquals(3, bytes.getInt(PollRequest.TIMEOUT));
    assertEquals(7, bytes.getInt(PollRequest.TIMEOUT + 4));
    narrow.timeout(Long.MAX_VALUE - 1);
    assertEquals(Integer.MAX_VALUE, bytes.getInt(PollRequest.TIMEOUT));
  }

  @ParameterizedTest
  @ValueSource(shorts = {0x8, 0x10, 0x20})
  void anErrorAHangUpAndABadDescriptorAreFailures(short answer) {
    bytes.putShort(6, answer);
    assertTrue(request.deviceFailed());
    assertFalse(request.woken());
  }

  @Test
  void packetsAndRoomAreNoFailure() {
    bytes.putShort(6, (short) 5);
    bytes.putShort(14, (short) 1);
    assertFalse(request.deviceFailed());
    assertTrue(request.woken());
  }
}
