package io.fourwave.allocation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No garbage: in the steady state no packet, in or out, costs an octet of the heap, on the threads
 * of either stack and of the applications, however they are served. What a wait costs is counted
 * in, also that of the wire between the stacks.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SteadyStateTest {
  private static final int MOST_ROUNDS = 60;
  private static final String CLIENT_V4 = "192.0.2.1";
  private static final String SERVER_V4 = "192.0.2.2";
  private static final String CLIENT_V6 = "2001:db8::1";
  private static final String SERVER_V6 = "2001:db8::2";

  /** The packets of IPv4 are complete, those of IPv6 offloaded and up to 64 KB. */
  static Stream<Arguments> cases() {
    return Stream.of(Service.values())
        .flatMap(
            service ->
                Stream.of(
                    Arguments.of(service, Load.REQUESTS, SERVER_V4, Offload.NONE),
                    Arguments.of(service, Load.IN, SERVER_V4, Offload.NONE),
                    Arguments.of(service, Load.OUT, SERVER_V4, Offload.NONE),
                    Arguments.of(service, Load.IN, SERVER_V6, Offload.ALL),
                    Arguments.of(service, Load.OUT, SERVER_V6, Offload.ALL)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noPacketTakesMemory(Service service, Load load, String server, Offload offload)
      throws Exception {
    MemoryLink.Pair wire = MemoryLink.pair(1500, offload);
    try (NetworkStack ours = stack(wire.left(), 1, SERVER_V4, SERVER_V6);
        NetworkStack theirs = stack(wire.right(), 2, CLIENT_V4, CLIENT_V6)) {
      FutureTask<Void> serving = new FutureTask<>(service.listen(ours, load));
      Thread thread = new Thread(serving, "server");
      thread.start();
      List<Thread> threads = new ArrayList<>(List.of(loopOf(ours), loopOf(theirs)));
      threads.add(Thread.currentThread());
      if (service != Service.HANDLER) {
        threads.add(thread);
      }
      try (TcpSocket client = theirs.connect(new InetSocketAddress(server, Service.PORT))) {
        int rounds = talk(client, load, new Meter(threads));
        long packets = packets(ours) / rounds;
        assertTrue(packets >= load.packets(offload), "so few packets a round: " + packets);
      }
      serving.get(60, TimeUnit.SECONDS);
    }
  }

  private static NetworkStack stack(MemoryLink link, long seed, String v4, String v6) {
    return NetworkStack.over(link)
        .address(v4)
        .address(v6)
        .msl(Duration.ZERO)
        .random(new Random(seed))
        .start();
  }

  private static Thread loopOf(NetworkStack stack) throws IOException {
    return stack.onLoop(Thread::currentThread);
  }

  private static int talk(TcpSocket client, Load load, Meter meter) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    return meter.awaitRoundThatTakesNothing(
        MOST_ROUNDS,
        () -> {
          for (int i = 0; i < load.exchanges; i++) {
            Load.send(client, buffer, load.request);
            Load.receive(client, buffer, load.answer);
          }
        });
  }

  private static long packets(NetworkStack stack) throws IOException {
    return stack.counters().get("TcpInSegs") + stack.counters().get("TcpOutSegs");
  }
}
