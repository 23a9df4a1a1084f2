package io.fourwave.examples.bench.paths;

import io.fourwave.examples.bench.ChildJvm;
import io.fourwave.examples.bench.PrivateNetwork;
import io.fourwave.link.Faults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The relay's and the senders' processes; all of it is gone when they are. */
final class PathsBed implements AutoCloseable {
  private final List<ChildJvm> children = new ArrayList<>();
  private final ChildJvm relay;

  /** Builds so many lanes. */
  PathsBed(int count) throws IOException {
    try {
      String lanes = String.valueOf(count);
      PathsNetwork.prepare();
      relay = start(List.of(), PathRelay.class, lanes);
      ChildJvm senders = start(PrivateNetwork.WRAPPER, Senders.class, lanes);
      relay.awaitReady();
      senders.awaitReady();
      for (Lane lane : Lane.first(count)) {
        PathsNetwork.configure(lane.far(), lane.receiver());
        PrivateNetwork.configure("ip", "route", "add", lane.stackNetwork(), "dev", lane.far());
        String pid = String.valueOf(senders.pid());
        PrivateNetwork.configure("ip", "link", "set", lane.near(), "netns", pid);
      }
      senders.tell("go");
      senders.awaitReady();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private ChildJvm start(List<String> wrapper, Class<?> main, String argument) throws IOException {
    ChildJvm child = ChildJvm.start(wrapper, List.of(), main, argument);
    children.add(child);
    return child;
  }

  /** Makes a path of a lane. */
  void become(Lane lane, Faults there, Faults back) throws IOException {
    relay.tell(lane.number() + " " + there + " " + back);
    relay.awaitReady();
  }

  @Override
  public void close() {
    children.forEach(ChildJvm::close);
  }
}
