package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
  private static final int MEGABYTE = 1_000_000;
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "10000000, 'delay=10ms'",
    "0, 'loss=5%,delay=5ms'",
    "20000000, 'loss=2%,dup=2%,reorder=2%,corrupt=1%,delay=10ms,jitter=3ms'",
    "1000000, 'dup=20%,delay=50ms'",
    "0, 'reorder=20%,delay=1ms'"
  })
  void everyOctetArrivesOnceAndInOrder(long bandwidth, String faults) throws IOException {
    WireSettings wire = WireSettings.PERFECT.withBandwidth(bandwidth).withFaults(faults);
    Transfer transfer = new Transfer(11, MEGABYTE, wire, wire);
    assertTrue(transfer.run(HOUR), "over in an hour, at " + transfer.network.now());
    assertArrayEquals(transfer.text, transfer.received.toByteArray());
    assertNull(transfer.client.failure());
    assertNull(transfer.server.failure());
  }

  @Test
  void everyOctetArrivesOverIpv6AsWell() throws IOException {
    WireSettings wire = WireSettings.PERFECT.withFaults("loss=1%,delay=5ms");
    Transfer transfer = new Transfer(12, MEGABYTE, wire, wire, "2001:db8::1", "2001:db8::2");
    assertTrue(transfer.run(HOUR));
    assertArrayEquals(transfer.text, transfer.received.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void theSameSeedHasTheSameStory(long seed) throws IOException {
    WireSettings wire =
        WireSettings.PERFECT
            .withBandwidth(50_000_000)
            .withFaults("loss=3%,dup=1%,reorder=1%,corrupt=1%,delay=5ms,jitter=1ms");
    Transfer first = new Transfer(seed, 200_000, wire, wire);
    Transfer again = new Transfer(seed, 200_000, wire, wire);
    Transfer other = new Transfer(seed + 100, 200_000, wire, wire);
    assertTrue(first.run(HOUR) && again.run(HOUR) && other.run(HOUR));
    assertEquals(String.join("\n", first.story), String.join("\n", again.story));
    assertEquals(first.network.now(), again.network.now());
    assertNotEquals(first.story, other.story);
  }

  @Test
  void aSlowWireIsFilledButNotOverfilled() throws IOException {
    WireSettings wire =
        WireSettings.PERFECT
            .withBandwidth(8_000_000)
            .withQueue(100_000)
            .withDelay(Duration.ofMillis(10));
    Transfer transfer = new Transfer(13, MEGABYTE, wire, wire);
    assertTrue(transfer.run(HOUR));
    double seconds = transfer.network.now() / 1e9;
    assertTrue(seconds > 1.0, "the wire's bandwidth is the limit: " + seconds + " s");
    assertTrue(seconds < 2.0, "and is used: " + seconds + " s");
  }

  @Test
  void theLastAckIsLostOnPurposeAndTheFinComesAgain() throws IOException {
    WireSettings wire = WireSettings.PERFECT.withDelay(Duration.ofMillis(10));
    Transfer transfer = new Transfer(14, 10, wire, wire);
    transfer.cable.there().drop(1, TcpMatch.pureAck().after(TcpMatch.fin()));
    int[] fins = new int[1];
    transfer.network.tap(
        (fate, from, packet, now) -> {
          boolean fin = TcpMatch.fin().matches(null, packet);
          fins[0] += fate == Fate.SENT && from == transfer.cable.back() && fin ? 1 : 0;
        });
    assertTrue(transfer.run(HOUR));
    assertEquals(0, transfer.cable.there().dropsLeft());
    assertEquals(2, fins[0], "the server's FIN, and again");
    assertEquals(TcpState.TIME_WAIT, transfer.client.state());
    assertEquals(TcpState.CLOSED, transfer.server.state());
  }

  @Test
  void aCutCableIsSurvivedOnceItIsMended() throws IOException {
    WireSettings wire =
        WireSettings.PERFECT.withBandwidth(8_000_000).withDelay(Duration.ofMillis(10));
    Transfer transfer = new Transfer(15, MEGABYTE, wire, wire);
    transfer.network.advance(Duration.ofMillis(300));
    transfer.cable.cut();
    transfer.network.advance(Duration.ofSeconds(20));
    int before = transfer.received.size();
    assertTrue(before > 0 && before < MEGABYTE);
    transfer.cable.mend();
    assertTrue(transfer.run(HOUR));
    assertArrayEquals(transfer.text, transfer.received.toByteArray());
  }
}
