package io.fourwave.wire;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The Internet checksum of a buffer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChecksumBenchmark {
  /** Octets. */
  @Param({"16", "64", "1460", "65536"})
  public int octets;

  /** Where they lie. */
  @Param({"direct", "heap"})
  public String memory;

  private ByteBuffer bytes;

  /** Fills the buffer. */
  @Setup
  public void fill() {
    byte[] random = new byte[octets];
    new SplittableRandom(1).nextBytes(random);
    bytes = memory.equals("heap") ? ByteBuffer.allocate(octets) : ByteBuffer.allocateDirect(octets);
    bytes.put(0, random);
  }

  /** Adds all of it up. */
  @Benchmark
  public int add() {
    return Checksum.finish(Checksum.add(0, bytes, 0, octets));
  }
}
