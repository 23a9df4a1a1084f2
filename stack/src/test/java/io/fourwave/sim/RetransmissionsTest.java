package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Faults;
import io.fourwave.link.TcpMatch;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was not lost is not sent again. */
class RetransmissionsTest {
  @Test
  void onASteadyPathALossIsRepairedBeforeTheTimerExpires() throws IOException {
    BulkPath path = new BulkPath(1, 10_000_000, Duration.ofMillis(200), Faults.NONE);
    BulkFlow flow = path.flow(NewReno::new);
    path.run(Duration.ofSeconds(10)); // the first losses are repaired, and round trips alike
    long before = flow.client().status().retransmissions();
    long full = path.cable().there().count(Fate.QUEUE_FULL);
    path.cable().there().drop(1, TcpMatch.any().withText());
    path.run(Duration.ofSeconds(2));
    assertEquals(0, path.cable().there().dropsLeft());
    long lost = 1 + path.cable().there().count(Fate.QUEUE_FULL) - full;
    assertEquals(lost, flow.client().status().retransmissions() - before);
  }

  @Test
  void timeoutsDoNotLetMoreIntoTheNetworkThanBefore() throws IOException {
    BulkPath path = new BulkPath(1, 10_000_000, Duration.ofMillis(5), Faults.parse("loss=3%"));
    BulkFlow flow = path.flow(Cubic::new);
    path.run(Duration.ofSeconds(20));
    double again = (double) flow.client().status().retransmissions() / path.sent();
    assertTrue(again < 0.05, () -> 100 * again + " % of the packets were retransmissions");
  }
}
