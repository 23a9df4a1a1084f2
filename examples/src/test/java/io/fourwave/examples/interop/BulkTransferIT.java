package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Lab;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 100 MB each way between the kernel and the stack, by digest. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class BulkTransferIT {
  private static final long OCTETS = 100_000_000;
  private static final int PORT = 5001;

  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, true",
    "2001:db8::2, true",
    "192.0.2.2, false",
    "2001:db8::2, false",
  })
  void whatIsSentArrivesOctetForOctet(String address, boolean offload) throws Exception {
    Lab.Plan plan = offload ? Lab.plan() : Lab.plan().withoutOffload();
    try (Lab lab = plan.open()) {
      transferBothWays(lab, address);
    }
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.2, 1", "2001:db8::2, 2"})
  void whatIsSentArrivesThoughPacketsAreLostDoubledReorderedAndDamaged(String address, long seed)
      throws Exception {
    Faults faults = Faults.parse("loss=5%,dup=2%,reorder=5%,corrupt=0.5%,seed=" + seed);
    System.out.println("faults each way: " + faults);
    try (Lab lab =
        Lab.plan()
            .withoutOffload()
            .tcp(impatient())
            .link(device -> new FaultyLink(device, faults))
            .open()) {
      transferBothWays(lab, address);
    }
  }

  /** RTOs as a link of microseconds deserves. */
  private static TcpSettings impatient() {
    TcpSettings settings = TcpSettings.defaults();
    return settings.with(
        settings
            .retransmission()
            .withTimeouts(Duration.ofMillis(100), Duration.ofMillis(10), Duration.ofSeconds(60)));
  }

  private static void transferBothWays(Lab lab, String address) throws Exception {
    try (TcpListener listener = lab.stack().listen(PORT);
        Socket kernel = Kernel.connect(address, PORT);
        TcpSocket stack = listener.accept(Duration.ofSeconds(30))) {
      CompletableFuture<String> kernelSent =
          CompletableFuture.supplyAsync(() -> pourAndShut(kernel));
      assertEquals(Kernel.drain(stack.inputStream()), kernelSent.get(), "kernel to stack");

      CompletableFuture<String> stackSent = CompletableFuture.supplyAsync(() -> pourAndShut(stack));
      assertEquals(Kernel.drain(kernel.getInputStream()), stackSent.get(), "stack to kernel");
    }
  }

  private static String pourAndShut(Socket kernel) {
    try {
      String digest = Kernel.pour(kernel.getOutputStream(), OCTETS, 11);
      kernel.shutdownOutput();
      return digest;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String pourAndShut(TcpSocket stack) {
    try {
      String digest = Kernel.pour(stack.outputStream(), OCTETS, 12);
      stack.shutdownOutput();
      return digest;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
