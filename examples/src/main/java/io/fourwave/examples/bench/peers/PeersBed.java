package io.fourwave.examples.bench.peers;

import io.fourwave.examples.bench.ChildJvm;
import io.fourwave.examples.bench.TestBed;
import io.fourwave.examples.bench.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The processes of all contestants and the links to them; all of it is gone when they are. */
final class PeersBed implements AutoCloseable {
  /** How the kernel and Fourwave serve. */
  static final List<Way> WAYS = List.of(Way.KERNEL, Way.BLOCKING, Way.HANDLER);

  private final List<Contestant> contestants = new ArrayList<>();
  private final List<ChildJvm> children = new ArrayList<>();
  private final TestBed bed;

  /** Builds it. */
  PeersBed(PeersPlan plan) throws IOException {
    bed = new TestBed(WAYS, null);
    try {
      for (Way way : WAYS) {
        contestants.add(Contestant.of(way, bed, plan.ipv6()));
      }
      for (Peer peer : plan.peers()) {
        ChildJvm child = ChildJvm.start(peer.word(), peer.command());
        children.add(child);
        child.awaitReady();
        peer.configure();
        contestants.add(Contestant.of(peer, child, plan.ipv6()));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Who serves: the kernel, Fourwave, and the peers. */
  List<Contestant> contestants() {
    return contestants;
  }

  /** The numbers of the servers' processes. */
  List<Long> processes() {
    List<Long> all = new ArrayList<>(bed.processes());
    children.forEach(child -> all.add(child.pid()));
    return all;
  }

  @Override
  public void close() {
    children.forEach(ChildJvm::close);
    bed.close();
  }
}
