package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Capture;
import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.link.Direction;
import io.fourwave.link.FaultListener;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.FaultyPath;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.TcpMatch;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the last acknowledgement is lost, and when all are. */
class LostAcksIT {
  private static final int PORT = 5002;
  private final KernelSettings settings = new KernelSettings();
  private FaultyPath out;

  @AfterEach
  void restore() {
    settings.close();
  }

  private LinkDevice faulty(LinkDevice device) {
    FaultyLink link = new FaultyLink(device, Faults.NONE, Faults.NONE, FaultListener.NONE);
    out = link.path(Direction.OUT);
    return link;
  }

  @Test
  void aLostLastAckIsSentAgainFromTimeWaitAndTwoMslBeginAnew() throws Exception {
    try (Lab lab =
            Lab.plan().withoutOffload().msl(Duration.ofSeconds(20)).link(this::faulty).open();
        Capture capture = lab.capture(PORT);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(Lab.STACK_V4, PORT);
        TcpSocket stack = listener.accept()) {
      stack.close();
      Lab.await("FIN-WAIT-2", () -> state(lab) == TcpState.FIN_WAIT_2);
      // Several: the first FINs may have come again before this thread has looked at the deadline.
      lab.stack().onLoop(() -> dropNext(4, TcpMatch.pureAck()));
      kernel.close();
      Lab.await("TIME-WAIT", () -> state(lab) == TcpState.TIME_WAIT);
      long before = deadline(lab);

      // The kernel sends its FIN again, since nobody has acknowledged it.
      Lab.await("2 MSL to begin anew", () -> deadline(lab) > before + 100_000_000);
      Lab.await("the kernel to be content", () -> kernel("last-ack").isEmpty());
      List<String> fins =
          capture.segments().stream()
              .filter(s -> s.toPort() == PORT && s.hasFin())
              .map(Capture.Seen::flags)
              .toList();
      assertTrue(fins.size() >= 2, "the FIN of the kernel came " + fins.size() + " times");
    }
  }

  @Test
  void whenNoneOfOurAcksArrivesTheKernelGivesItsFinUp() throws Exception {
    try (Lab lab = Lab.plan().withoutOffload().link(this::faulty).open();
        Capture capture = lab.capture(PORT);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(Lab.STACK_V4, PORT);
        TcpSocket stack = listener.accept()) {
      settings.with("tcp_orphan_retries", 2);
      lab.stack().onLoop(() -> dropNext(Integer.MAX_VALUE, TcpMatch.any()));
      kernel.close();
      Lab.await("the end of the stream", () -> end(stack));
      Lab.await("the kernel's FIN retries to run out", () -> kernel("fin-wait-1").isEmpty());
      long fins = capture.segments().stream().filter(s -> s.toPort() == PORT && s.hasFin()).count();
      assertTrue(fins >= 2, fins + " FINs of the kernel");
    }
  }

  @Test
  void whenNothingOfOursIsAcknowledgedTheApplicationIsToldAfterR2() throws Exception {
    TcpSettings tcp = TcpSettings.defaults();
    tcp =
        tcp.with(
            tcp.retransmission()
                .withTimeouts(Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofSeconds(60))
                .withLimits(2, 4, 8));
    try (Lab lab = Lab.plan().withoutOffload().tcp(tcp).link(this::faulty).open();
        Capture capture = lab.capture(PORT);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(Lab.STACK_V4, PORT);
        TcpSocket stack = listener.accept()) {
      lab.stack().onLoop(() -> dropNext(Integer.MAX_VALUE, TcpMatch.any()));
      stack.write(ByteBuffer.wrap(new byte[] {1}));
      assertThrows(TcpException.TimedOut.class, () -> stack.read(ByteBuffer.allocate(1)));
      assertTrue(kernel.isConnected());
      long arrived = capture.segments().stream().filter(s -> s.length() == 1).count();
      assertEquals(0, arrived, "what the fault injector took is not on the wire");
    }
  }

  private Void dropNext(int packets, TcpMatch match) {
    out.drop(packets, match);
    return null;
  }

  private static boolean end(TcpSocket stack) {
    try {
      return stack.read(ByteBuffer.allocate(1)) < 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static TcpState state(Lab lab) {
    List<ConnectionStatus> all = lab.connections();
    return all.isEmpty() ? TcpState.CLOSED : all.get(0).state();
  }

  /** When TIME-WAIT ends, on the clock of this JVM. */
  private static long deadline(Lab lab) {
    long now = System.nanoTime();
    return now + lab.connections().get(0).timerIn();
  }

  private static String kernel(String state) {
    return Program.run("sh", "-c", "ss -Htan state " + state + " dport = " + PORT);
  }
}
