package io.fourwave.tcp;

import io.fourwave.stream.MemoryBudget;
import io.fourwave.tcp.recovery.Recoveries;
import io.fourwave.wire.IpAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whose segment is this? Segments come from the peers in a random order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Xmx4g")
public class LookupBenchmark {
  private static final IpAddress US = IpAddress.parse("192.0.2.2");
  private static final IpAddress NET = IpAddress.parse("10.0.0.0");
  private static final int PORTS = 50_000;

  /** Connections in the table. */
  @Param({"1", "1000", "1000000"})
  public int entries;

  private final Segment seg = new Segment();
  private final int[] order = new int[1 << 20];
  private ConnectionTable table;
  private int turn;

  /** Fills the table. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    table = new ConnectionTable(random, new Names(null, Siblings.NONE, null));
    MemoryBudget memory = new MemoryBudget(1);
    Recoveries recoveries = new Recoveries();
    for (int i = 0; i < entries; i++) {
      long low = NET.low() + i / PORTS;
      ConnectionId id = new ConnectionId(US.high(), US.low(), 80, NET.high(), low, 1 + i % PORTS);
      table.add(new Connection(id, null, memory, recoveries, TcpSettings.defaults(), 0));
    }
    for (int i = 0; i < order.length; i++) {
      order[i] = random.nextInt(entries);
    }
    seg.localHigh = US.high();
    seg.localLow = US.low();
    seg.remoteHigh = NET.high();
  }

  private Connection find(int localPort) {
    int i = order[turn++ & (order.length - 1)];
    seg.localPort = localPort;
    seg.remoteLow = NET.low() + i / PORTS;
    seg.remotePort = 1 + i % PORTS;
    return table.find(seg);
  }

  /** A segment of a connection. */
  @Benchmark
  public Connection hit() {
    return find(80);
  }

  /** A segment of none. */
  @Benchmark
  public Connection miss() {
    return find(81);
  }
}
