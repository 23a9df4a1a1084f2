package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thousand connections at once, ten thousand in a row, and nothing left of them. */
class ManyConnectionsIT {
  private static final int ECHO = 7;

  @Test
  void aThousandConnectionsAreOpenAtOnceAndEachIsAnswered() throws IOException {
    try (Lab lab = Lab.open()) {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 1_000; i++) {
          sockets.add(Kernel.connect(i % 2 == 0 ? Lab.STACK_V4 : Lab.STACK_V6, ECHO));
        }
        // The kernel calls a connection open before its last ACK has reached the stack.
        Lab.await("all to be open", () -> established(lab) == 1_000);
        for (int i = 0; i < 1_000; i++) {
          sockets.get(i).getOutputStream().write(i);
        }
        for (int i = 0; i < 1_000; i++) {
          assertEquals(i & 0xff, sockets.get(i).getInputStream().read());
        }
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
      Lab.await("all to be gone", () -> lab.connections().isEmpty());
    }
  }

  @Test
  void tenThousandConnectionsInARowLeaveNothingBehind() throws IOException {
    int threads;
    try (Lab lab = Lab.plan().msl(Duration.ofMillis(250)).open()) {
      exchange(100);
      Lab.await("the first ones to be gone", () -> lab.connections().isEmpty());
      threads = Thread.activeCount();
      long direct = directMemory();

      exchange(10_000);

      assertEquals(10_100L, lab.stack().counters().get("TcpPassiveOpens"));
      Lab.await("all connections and TIME-WAITs to be gone", () -> lab.connections().isEmpty());
      Lab.await("direct memory to be given back", () -> directMemory() <= direct + (4 << 20));
      // Idle ones wait a minute for work, and how many there were at once is a matter of luck.
      assertTrue(Thread.activeCount() < threads + 100, "threads were left behind");
    }
    int before = threads;
    Lab.await("the stack's thread to end", () -> Thread.activeCount() < before);
  }

  /** Opens, exchanges an octet and closes; every other time the stack closes first. */
  private static void exchange(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      String address = (i & 2) == 0 ? Lab.STACK_V4 : Lab.STACK_V6;
      if ((i & 1) == 0) {
        try (Socket socket = Kernel.connect(address, ECHO)) {
          socket.getOutputStream().write(i);
          assertEquals(i & 0xff, socket.getInputStream().read());
        }
      } else {
        try (Socket socket = Kernel.connect(address, 13)) { // daytime: it says it and closes
          assertTrue(socket.getInputStream().readAllBytes().length > 0);
        }
      }
    }
  }

  private static long established(Lab lab) {
    return lab.connections().stream()
        .map(ConnectionStatus::state)
        .filter(state -> state == TcpState.ESTABLISHED)
        .count();
  }

  private static long directMemory() {
    System.gc();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
