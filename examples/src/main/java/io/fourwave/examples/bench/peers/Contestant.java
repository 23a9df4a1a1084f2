package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.ChildJvm;
import io.fourwave.examples.bench.Row;
import io.fourwave.examples.bench.Server;
import io.fourwave.examples.bench.Side;
import io.fourwave.examples.bench.TestBed;
import io.fourwave.examples.bench.Way;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who serves.
 *
 * @param word what it is called in the table and in JSON
 * @param kind whose it is
 * @param server where it serves a row
 * @param cpu the processor time that it has used
 */
record Contestant(String word, Kind kind, Function<Row, Server> server, Supplier<Duration> cpu) {
  /** Whose a stack is. */
  enum Kind {
    /** The kernel's, behind a relay. */
    KERNEL,
    /** Fourwave. */
    OURS,
    /** Somebody else's, with its own link layer. */
    PEER,
    /** Somebody else's, with a link layer of ours that offloads. */
    PEER_WITH_OFFLOAD,
    /** Nobody's: the least that the kernel takes for TCP, which is not compared. */
    LIMIT,
    /** The same over a device that offloads. */
    LIMIT_WITH_OFFLOAD;

    private static Kind of(Peer peer) {
      if (peer.isLimit()) {
        return peer.offload() ? LIMIT_WITH_OFFLOAD : LIMIT;
      }
      return peer.offload() ? PEER_WITH_OFFLOAD : PEER;
    }

    private boolean alwaysOffloads() {
      return this == PEER_WITH_OFFLOAD || this == LIMIT_WITH_OFFLOAD;
    }
  }

  /** The kernel's TCP, or Fourwave in one of its ways. */
  static Contestant of(Way way, TestBed bed, boolean ipv6) {
    return new Contestant(
        way.word(),
        way.side() == Side.KERNEL ? Kind.KERNEL : Kind.OURS,
        row -> new Server(row.link(way.side()).server(ipv6), way),
        () -> bed.cpu(way.side()));
  }

  /** A peer, whose ports are the services' own, as the kernel's are. */
  static Contestant of(Peer peer, ChildJvm process, boolean ipv6) {
    Server server = new Server(peer.address(ipv6), Way.KERNEL);
    return new Contestant(peer.word(), Kind.of(peer), row -> server, process::cpu);
  }

  /**
   * Whether it takes part in a row: where nobody offloads, those who always do are not compared.
   */
  boolean takesPartIn(Row row) {
    return !kind.alwaysOffloads() || row.link(Side.FOURWAVE).offload();
  }

  /** Whether it is no TCP, and only shows what is possible. */
  boolean isLimit() {
    return kind == Kind.LIMIT || kind == Kind.LIMIT_WITH_OFFLOAD;
  }

  /** Whether Fourwave is to be ahead of it. */
  boolean isPeer() {
    return kind == Kind.PEER || kind == Kind.PEER_WITH_OFFLOAD;
  }

  @Override
  public String toString() {
    return word;
  }
}
