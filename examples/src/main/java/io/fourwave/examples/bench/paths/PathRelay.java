package io.fourwave.examples.bench.paths;

import io.fourwave.examples.bench.Child;
import io.fourwave.link.FaultListener;
import io.fourwave.link.Faults;
import io.fourwave.link.FaultyLink;
import io.fourwave.link.Packet;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries packets between the two devices of each lane, a thread for each direction, over whatever
 * path it is told: a line with the lane's number, what befalls packets to the receiver, and what
 * befalls those from it.
 */
final class PathRelay {
  private PathRelay() {}

  /** Runs until its standard input ends. The argument is the number of lanes. */
  public static void main(String[] args) {
    Child.run(
        () -> {
          List<List<Way>> lanes = new ArrayList<>();
          for (Lane lane : Lane.first(Integer.parseInt(args[0]))) {
            TunDevice near = open(lane.near());
            TunDevice far = open(lane.far());
            lanes.add(List.of(start(near, far), start(far, near)));
          }
          for (; ; ) {
            Child.ready();
            String[] words = Child.awaitParent().split(" ", -1);
            List<Way> lane = lanes.get(Integer.parseInt(words[0]));
            lane.get(0).become(Faults.parse(words[1]));
            lane.get(1).become(Faults.parse(words[2]));
          }
        });
  }

  private static TunDevice open(String device) throws IOException {
    return TunDevice.open(TunSettings.named(device).withOffload(false));
  }

  private static Way start(TunDevice from, TunDevice to) {
    Way way = new Way(from, to);
    Thread thread = new Thread(way, from + " to " + to);
    thread.setDaemon(true);
    thread.start();
    return way;
  }

  /** One direction. */
  private static final class Way implements Runnable {
    private final TunDevice from;
    private final TunDevice to;
    private volatile FaultyLink path;

    Way(TunDevice from, TunDevice to) {
      this.from = from;
      this.to = to;
      become(Faults.NONE);
    }

    /** Becomes another path; what was on the old one is gone. */
    void become(Faults faults) {
      path = new FaultyLink(from, faults, Faults.NONE, FaultListener.NONE);
      from.wakeup();
    }

    @Override
    public void run() {
      Packet packet = new Packet();
      try {
        for (; ; ) {
          FaultyLink link = path;
          if (link.read(packet, System.nanoTime())) {
            while (!to.write(packet, 0)) {
              Thread.onSpinWait(); // the far side's queue is its kernel's, which empties it
            }
          } else {
            link.await(Long.MAX_VALUE, false);
          }
        }
      } catch (IOException e) {
        Child.fail(e);
      }
    }
  }
}
