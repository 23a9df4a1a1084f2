package io.fourwave.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buffers as they come, on real paths: as wide as the path needs, and no wider than memory is. */
class BufferTuningTest {
  /** 1 Gbit/s and 100 ms: 12.5 megabytes are in flight if the path is used. */
  private static final long BANDWIDTH = 1_000_000_000;

  private static final Duration ONE_WAY = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MANY = 10_000;

  private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);

  private static HostSettings settings(String address) {
    return HostSettings.defaults().withAddresses(address);
  }

  @Test
  void aLongFatPipeIsFilledWithoutAnySetting() throws IOException {
    Network network = new Network(1);
    Host from = network.host("client", settings("192.0.2.1"));
    Host to = network.host("server", settings("192.0.2.2"));
    WireSettings wire = WireSettings.PERFECT.withBandwidth(BANDWIDTH).withDelay(ONE_WAY);
    network.join("client", "server", wire);
    HostListener listener = to.listen(new InetSocketAddress(7), 1, TcpSettings.defaults());
    HostSocket client = from.connect(null, there(), TcpSettings.defaults());
    Reader reader = new Reader(listener, 1 << 20);
    network.application(now -> write(client) > 0);
    network.application(now -> reader.run());
    network.advance(Duration.ofMillis(1_400));
    long before = reader.octets;
    network.advance(Duration.ofMillis(200));
    double share = (reader.octets - before) * 8.0 / (0.2 * BANDWIDTH);
    assertTrue(share > 0.9, "then %.2f of the path".formatted(share));
    assertTrue(client.status().sendBuffer() > 12_500_000, () -> "" + client.status());
  }

  @Test
  void aSlowReaderDoesNotWidenTheWindowOfALongFatPipe() throws IOException {
    Network network = new Network(1);
    Host from = network.host("client", settings("192.0.2.1"));
    Host to = network.host("server", settings("192.0.2.2"));
    WireSettings wire = WireSettings.PERFECT.withBandwidth(BANDWIDTH).withDelay(ONE_WAY);
    network.join("client", "server", wire);
    HostListener listener = to.listen(new InetSocketAddress(7), 1, TcpSettings.defaults());
    HostSocket client = from.connect(null, there(), TcpSettings.defaults());
    Reader reader = new Reader(listener, 2_000);
    network.application(now -> write(client) > 0);
    for (int i = 0; i < 2_000; i++) { // 200 kB a second
      network.advance(Duration.ofMillis(10));
      reader.run();
    }
    assertTrue(reader.octets > 3_900_000, () -> "" + reader.octets);
    assertEquals(128 << 10, reader.socket.status().receiveBuffer());
    assertTrue(to.memory().used() <= 256 << 10, () -> "" + to.memory().used());
  }

  private static InetSocketAddress there() {
    return new InetSocketAddress("192.0.2.2", 7);
  }

  private int write(HostSocket client) throws IOException {
    buffer.clear();
    return client.isWritable() ? client.write(buffer) : 0;
  }

  /** An application that accepts one connection and reads so much at a time. */
  private static final class Reader {
    private final HostListener listener;
    private final ByteBuffer portion;
    private HostSocket socket;
    private long octets;

    Reader(HostListener listener, int portion) {
      this.listener = listener;
      this.portion = ByteBuffer.allocate(portion);
    }

    boolean run() throws IOException {
      socket = socket == null ? listener.accept() : socket;
      int count = socket == null ? 0 : socket.read(portion.clear());
      octets += count;
      return count > 0;
    }
  }

  @Test
  void tenThousandGreedyConnectionsStayWithinTheBudgetAndLoseNothing() throws IOException {
    long memory = 64L << 20;
    Greed greed = new Greed(memory);
    greed.connectAll();
    greed.writeAndReadSlowly();
    greed.finish();
  }

  /** Many connections that write whatever they can; the other end reads little at first. */
  private final class Greed {
    private final Network network = new Network(2);
    private final Host from;
    private final Host to;
    private final long memory;
    private final HostListener listener;
    private final List<HostSocket> writers = new ArrayList<>();
    private final List<HostSocket> readers = new ArrayList<>();
    private final long[] written = new long[MANY];
    private final long[] read = new long[MANY];
    private long most;

    Greed(long memory) throws IOException {
      this.memory = memory;
      from = network.host("client", settings("192.0.2.1").withMemory(memory));
      to = network.host("server", settings("192.0.2.2").withMemory(memory));
      network.join("client", "server", WireSettings.PERFECT.withDelay(Duration.ofMillis(5)));
      listener = to.listen(new InetSocketAddress(7), MANY, TcpSettings.defaults());
    }

    void connectAll() throws IOException {
      for (int i = 0; i < MANY; i++) {
        writers.add(from.connect(null, there(), TcpSettings.defaults()));
      }
      network.application(now -> accept());
      assertTrue(network.runUntil(() -> readers.size() == MANY, LONG));
    }

    private boolean accept() {
      HostSocket accepted = listener.accept();
      if (accepted == null) {
        return false;
      }
      readers.add(accepted);
      return true;
    }

    /** Each writes all it can, three times over, while nobody, and then few, read. */
    void writeAndReadSlowly() throws IOException {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
          written[i] += write(writers.get(i), i, written[i], 16 << 10);
        }
        run(Duration.ofMillis(100));
        for (int i = 0; i < MANY; i += 10) {
          read(i);
        }
      }
      assertTrue(to.memory().isShort(), () -> "" + to.memory().used());
    }

    private void run(Duration time) {
      network.runUntil(
          () -> {
            most = Math.max(most, Math.max(from.memory().used(), to.memory().used()));
            return false;
          },
          time);
      assertTrue(most <= memory, () -> most + " octets");
    }

    private int write(HostSocket socket, int which, long position, int count) throws IOException {
      buffer.clear().limit(count);
      for (int i = 0; i < count; i++) {
        buffer.put(i, octet(which, position + i));
      }
      return socket.write(buffer);
    }

    private void read(int which) throws IOException {
      buffer.clear();
      readers.get(which).read(buffer);
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte octet = buffer.get();
        if (octet != octet(which, read[which])) {
          throw new AssertionError("connection " + which + ", octet " + read[which]);
        }
        read[which]++;
      }
    }

    void finish() throws IOException {
      writers.forEach(HostSocket::shutdownOutput);
      for (int round = 0; round < 2_000 && !isDone(); round++) {
        run(Duration.ofMillis(100));
        for (int i = 0; i < MANY; i++) {
          read(i);
        }
      }
      for (int i = 0; i < MANY; i++) {
        assertEquals(written[i], read[i], "connection " + i);
      }
    }

    private boolean isDone() {
      for (int i = 0; i < MANY; i++) {
        if (read[i] < written[i]) {
          return false;
        }
      }
      return true;
    }

    private byte octet(int which, long position) {
      return (byte) (which * 7L + position * 31);
    }
  }
}
