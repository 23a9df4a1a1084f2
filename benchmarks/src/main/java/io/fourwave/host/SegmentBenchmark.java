package io.fourwave.host;

import io.fourwave.link.Offload;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a host does for a segment, without a device, a thread and a clock. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SegmentBenchmark {
  /** Whose segments: the largest of an Ethernet, or super-segments that a device has checked. */
  public enum Size {
    /** One octet. */
    ONE(1),
    /** 1,500 octets of packet, with a timestamp. */
    FULL(1448),
    /** 44 of these. */
    SUPER(44 * 1448);

    final int text;

    Size(int text) {
      this.text = text;
    }
  }

  /** The segment. */
  @Param public Size size;

  private Conversation conversation;

  /** Opens the connection. */
  @Setup
  public void open() throws IOException {
    Offload offload = size == Size.SUPER ? Offload.ALL : Offload.NONE;
    conversation = new Conversation(offload, size.text);
  }

  /** In: checked, copied into the ring, read there, and acknowledged as it has to be. */
  @Benchmark
  public int in() {
    return conversation.segmentArrives();
  }

  /** A pure acknowledgement, of nothing new. */
  @Benchmark
  public int acknowledgement() {
    return conversation.acknowledgementArrives();
  }

  /** Out: copied into the ring, sent from there, and acknowledged. */
  @Benchmark
  public int out() throws IOException {
    return conversation.segmentLeaves();
  }

  /** Looks whether that was so. */
  @TearDown
  public void check() {
    conversation.check();
  }
}
