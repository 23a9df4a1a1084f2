package io.fourwave.host;

import io.fourwave.link.Packet;
import io.fourwave.tcp.Siblings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of the hosts of a stack over several queues, towards the others. What it tells them goes into
 * their loops' mailboxes; what comes from another is never passed on, so nothing goes round.
 */
final class Sibling implements Siblings {
  /** Octets of packets that a host has yet to take from the others; beyond that they are lost. */
  static final int MOST_OCTETS = 4 << 20;

  private final Family family;
  private final int number;
  private final AtomicInteger waiting = new AtomicInteger();
  private EventLoop loop;
  private Packet arrived;
  private boolean takes;

  Sibling(Family family, int number) {
    this.family = family;
    this.number = number;
  }

  /** What all siblings have in common; complete before any of their loops runs. */
  record Family(Directory directory, long firstKey, long secondKey, List<Sibling> members) {}

  /** This is the loop that runs its host. */
  void runsOn(EventLoop itsLoop) {
    loop = itsLoop;
    loop.host().tellOfPaths(this::pathReduced);
  }

  @Override
  public boolean areNone() {
    return false;
  }

  @Override
  public long firstKey() {
    return family.firstKey;
  }

  @Override
  public long secondKey() {
    return family.secondKey;
  }

  @Override
  public boolean claim(long name) {
    return family.directory.claim(name, number) == number;
  }

  @Override
  public void release(long name) {
    family.directory.release(name, number);
  }

  @Override
  public Handed handOver(long name, Packet packet) {
    int owner = takes ? number : family.directory.owner(name);
    if (owner == number || owner == Directory.NOBODY) {
      return Handed.NOT; // perhaps it was here, or there, and has just ended
    }
    return family.members.get(owner).isGiven(packet) ? Handed.OVER : Handed.LOST;
  }

  /** Called by another host's loop. */
  private boolean isGiven(Packet packet) {
    int octets = packet.length();
    if (waiting.addAndGet(octets) > MOST_OCTETS) {
      waiting.addAndGet(-octets);
      return false;
    }
    Packet copy = new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets));
    copy.set(packet);
    loop.mailbox().post(() -> take(copy));
    return true;
  }

  private void take(Packet copy) {
    waiting.addAndGet(-copy.length());
    if (arrived == null) {
      arrived = new Packet();
    }
    arrived.set(copy);
    heed(() -> loop.host().packetIsHandedOver(arrived));
  }

  @Override
  public void cookiesSent(long localHigh, long localLow, int port, long now) {
    tellOthers(other -> other.host().calls().cookiesSent(localHigh, localLow, port, now));
  }

  private void pathReduced(long remoteHigh, long remoteLow, int mtu) {
    tellOthers(other -> other.host().pathReduced(remoteHigh, remoteLow, mtu));
  }

  private interface Word {
    void reach(EventLoop loop);
  }

  private void tellOthers(Word word) {
    if (takes) {
      return;
    }
    for (Sibling other : family.members) {
      if (other != this) {
        other.loop.mailbox().post(() -> other.heed(() -> word.reach(other.loop)));
      }
    }
  }

  /** Does what another host wants. */
  private void heed(Runnable what) {
    takes = true;
    try {
      what.run();
    } finally {
      takes = false;
    }
  }
}
