package io.fourwave.examples.bench;

import io.fourwave.link.Packet;
import io.fourwave.tun.TunDevice;
import java.io.IOException;

/**
 * The reference's wire: carries packets between two TUN devices, a thread for each direction, and
 * looks into none. This is the least that any program on the path has to do, and all that is in the
 * way of the kernel's TCP.
 */
final class Relay {
  private Relay() {}

  /** Runs until its standard input ends. */
  public static void main(String[] args) {
    Child.run(
        () -> {
          for (Link link : Link.of(Side.KERNEL)) {
            TunDevice near = link.open(link.near());
            TunDevice far = link.open(link.far());
            link.configureNear();
            start(near, far);
            start(far, near);
          }
        });
  }

  private static void start(TunDevice from, TunDevice to) {
    Thread thread = new Thread(() -> run(from, to), from + " to " + to);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(TunDevice from, TunDevice to) {
    Packet packet = new Packet();
    try {
      for (; ; ) {
        if (from.read(packet, 0)) {
          while (!to.write(packet, 0)) {
            Thread.onSpinWait(); // no room: the far side's queue is its kernel's, which empties it
          }
        } else {
          from.await(Long.MAX_VALUE, false);
        }
      }
    } catch (IOException e) {
      Child.fail(e);
    }
  }
}
