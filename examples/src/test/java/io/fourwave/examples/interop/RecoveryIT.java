package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.link.Direction;
import io.fourwave.link.FaultListener;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.FaultyPath;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.PacketMatch;
import io.fourwave.link.TcpMatch;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses, copies and another order between the kernel and us; both sides' counters tell. */
class RecoveryIT {
  private static final int PORT = 5003;
  private static final Faults SLOW = Faults.parse("delay=5ms");

  private FaultyPath out;

  private LinkDevice faulty(LinkDevice device, Faults in, Faults back) {
    FaultyLink link = new FaultyLink(device, in, back, FaultListener.NONE);
    out = link.path(Direction.OUT);
    return link;
  }

  private Lab open(Faults in, Faults back) throws IOException {
    return open(Lab.plan(), in, back);
  }

  private Lab open(Lab.Plan plan, Faults in, Faults back) throws IOException {
    return plan.withoutOffload().link(device -> faulty(device, in, back)).open();
  }

  private static long ours(Lab lab, String name) throws IOException {
    return lab.stack().counters().getOrDefault(name, 0L);
  }

  private static String pour(TcpSocket stack, long octets) {
    try {
      String digest = Kernel.pour(stack.outputStream(), octets, 21);
      stack.shutdownOutput();
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pour(Socket kernel, long octets) {
    try {
      String digest = Kernel.pour(kernel.getOutputStream(), octets, 22);
      kernel.shutdownOutput();
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void dropNext(Lab lab, PacketMatch match) throws Exception {
    lab.stack()
        .onLoop(
            () -> {
              out.drop(1, match);
              return null;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC8985")
  void aLostTailIsRepairedByAProbe(String address) throws Exception {
    TcpSettings patient = GatedConnection.patient(TcpSettings.defaults());
    try (Lab lab = open(Lab.plan().tcp(patient), SLOW, SLOW);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(address, PORT);
        TcpSocket stack = listener.accept()) {
      dropNext(lab, TcpMatch.fin());
      CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> pour(stack, 10_000));
      assertEquals(Kernel.drain(kernel.getInputStream()), sent.get());
      Lab.await("the FIN to be acknowledged", () -> lab.connections().get(0).sendQueue() == 0);
      assertTrue(ours(lab, "TcpExtTCPLossProbes") >= 1, lab.stack().counters().toString());
      assertEquals(0, ours(lab, "TcpExtTCPTimeouts"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC2883")
  void theKernelUnderstandsWhatWeReportTwiceAndWeWhatItReports(String address) throws Exception {
    Faults copies = Faults.parse("dup=20%,delay=5ms,seed=7");
    try (Lab lab = open(copies, copies);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(address, PORT);
        TcpSocket stack = listener.accept()) {
      long before = Kernel.counter("TcpExtTCPDSACKRecv");
      CompletableFuture<String> kernelSent =
          CompletableFuture.supplyAsync(() -> pour(kernel, 1_000_000));
      assertEquals(Kernel.drain(stack.inputStream()), kernelSent.get());
      CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> pour(stack, 1_000_000));
      assertEquals(Kernel.drain(kernel.getInputStream()), sent.get());
      assertTrue(ours(lab, "TcpExtTCPDSACKOldSent") > 10, lab.stack().counters().toString());
      assertTrue(Kernel.counter("TcpExtTCPDSACKRecv") > before + 10);
      assertTrue(ours(lab, "TcpExtTCPDSACKRecv") > 10, lab.stack().counters().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC8985")
  void anotherOrderMakesUsSendLittleAgain(String address) throws Exception {
    Faults order = Faults.parse("reorder=5%,delay=10ms,seed=8");
    try (Lab lab = open(SLOW, order);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(address, PORT);
        TcpSocket stack = listener.accept()) {
      CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> pour(stack, 10_000_000));
      assertEquals(Kernel.drain(kernel.getInputStream()), sent.get());
      long segments = 10_000_000 / 1448;
      long again = ours(lab, "TcpRetransSegs");
      assertTrue(again <= segments / 100, again + " of " + segments + " segments");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC6937")
  void whatIsLostIsSentAgainOnce(String address) throws Exception {
    Faults losses = Faults.parse("loss=2%,delay=5ms,seed=9");
    try (Lab lab = open(SLOW, losses);
        TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(address, PORT);
        TcpSocket stack = listener.accept()) {
      CompletableFuture<String> sent = CompletableFuture.supplyAsync(() -> pour(stack, 5_000_000));
      assertEquals(Kernel.drain(kernel.getInputStream()), sent.get());
      long segments = 5_000_000 / 1448;
      long again = ours(lab, "TcpRetransSegs");
      assertTrue(again >= segments / 100 && again <= segments / 25, again + " of " + segments);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC8985")
  void whatIsLostOnceMoreIsSentOnceMoreWithoutATimeout(String address) throws Exception {
    LostText keeper = new LostText(Direction.OUT, 6_000, 2);
    try (GatedConnection connection = GatedConnection.openPatient(address, keeper)) {
      connection.stackSends(500_000);
      assertEquals(2, keeper.losses());
      assertEquals(2, keeper.repeated(25_000).size());
      assertEquals(1, connection.ours("TcpExtTCPLostRetransmit"));
      assertEquals(0, connection.ours("TcpExtTCPTimeouts"));
      assertEquals(0, connection.status().undone());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  @Tag("RFC8985")
  void aProbeThatRepairsALossReducesTheWindow(String address) throws Exception {
    LostText keeper = new LostText(Direction.OUT, 2_800, 1);
    try (GatedConnection connection = GatedConnection.openPatient(address, keeper)) {
      connection.stackSends(3_500);
      assertEquals(1, keeper.losses());
      assertEquals(0, connection.ours("TcpExtTCPLossProbeRecovery"));
      connection.stackSends(100); // its acknowledgement says that the last one was of the probe
      assertEquals(1, connection.ours("TcpExtTCPLossProbeRecovery"));
      assertEquals(0, connection.ours("TcpExtTCPTimeouts"));
      int before = GatedConnection.WINDOW * connection.status().segmentSize();
      assertTrue(connection.status().cwnd() < before);
    }
  }
}
