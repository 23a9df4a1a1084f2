package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 100,000 forged SYNs a second, and a hundred clients of the kernel's among them (RFC 4987). */
@Tag("RFC4987")
class SynFloodIT {
  private static final int ECHO = 7;
  private static final int PER_SECOND = 100_000;
  private static final int AT_LEAST = 200_000;
  private static final int CLIENTS = 100;
  private static final int AT_ONCE = 10;
  private static final int MOST_HALF_OPEN = 128;

  @ParameterizedTest
  @ValueSource(strings = {Lab.STACK_V4, Lab.STACK_V6})
  void everyRealClientIsServedAndMemoryStaysAsItWas(String address) throws Exception {
    try (Lab lab = Lab.open();
        ForgedSyns flood = new ForgedSyns(address, ECHO, PER_SECOND)) {
      Program.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
      exchange(Lab.STACK_V4);
      long before = heap();
      flood.start();
      Lab.await("the flood to rise", () -> halfOpen(lab) == MOST_HALF_OPEN);

      List<Long> times = clients();

      Lab.await("enough to be sent", () -> flood.sent() >= AT_LEAST);
      assertTrue(halfOpen(lab) <= MOST_HALF_OPEN);
      assertTrue(lab.connections().size() <= MOST_HALF_OPEN + CLIENTS + 1, "or TIME-WAIT");
      flood.close();
      long grown = heap() - before;
      report(address, lab, flood, times, grown);
      assertEquals(CLIENTS, times.size());
      assertTrue(grown < 8 << 20, grown + " octets more than before");
      assertTrue(lab.stack().counters().get("TcpExtSyncookiesSent") > AT_LEAST / 10);
      assertTrue(flood.answers() > 0, "SYN,ACKs go where the SYNs said they came from");
    }
  }

  private static void report(
      String address, Lab lab, ForgedSyns flood, List<Long> times, long grown) throws IOException {
    times.sort(null);
    System.out.printf(
        "%,d forged SYNs to %s, %,d a second; %,d cookies sent, %d came back; clients were served in %d ms"
            + " (median), %d ms at most; the heap has grown by %,d octets%n",
        flood.sent(),
        address,
        flood.rate(),
        lab.stack().counters().get("TcpExtSyncookiesSent"),
        lab.stack().counters().get("TcpExtSyncookiesRecv"),
        times.get(CLIENTS / 2) / 1_000_000,
        times.get(CLIENTS - 1) / 1_000_000,
        grown);
  }

  /** How long each client took, in nanoseconds, to connect, to get its octets back and to close. */
  private static List<Long> clients() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String address = i % 2 == 0 ? Lab.STACK_V4 : Lab.STACK_V6;
        running.add(threads.submit(() -> exchange(address)));
      }
      List<Long> times = new ArrayList<>();
      for (Future<Long> client : running) {
        times.add(client.get());
      }
      return times;
    } finally {
      threads.shutdownNow();
    }
  }

  private static long exchange(String address) throws IOException {
    long began = System.nanoTime();
    byte[] said = new byte[10_000];
    Arrays.fill(said, (byte) 'x');
    try (Socket socket = Kernel.connect(address, ECHO)) {
      socket.getOutputStream().write(said);
      assertEquals(said.length, socket.getInputStream().readNBytes(said.length).length);
    }
    return System.nanoTime() - began;
  }

  private static long halfOpen(Lab lab) {
    return lab.connections().stream()
        .map(ConnectionStatus::state)
        .filter(state -> state == TcpState.SYN_RECEIVED)
        .count();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
