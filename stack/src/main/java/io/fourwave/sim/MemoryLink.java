package io.fourwave.sim;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a wire in memory: what is written to one end is read from the other, in order, none
 * lost. An end holds at most {@value #CAPACITY} packets that have arrived; then the other end has
 * no room to write. The two ends may belong to two threads, and like any device an end is woken by
 * any thread.
 *
 * <p>Stricter than a real device: a packet that the link cannot take is an error, not a loss. What
 * is written to an end whose other end is closed is lost, as on a wire that leads nowhere.
 */
public final class MemoryLink implements LinkDevice {
  /** Packets an end holds. */
  public static final int CAPACITY = 256;

  /**
   * The two ends.
   *
   * @param left one
   * @param right the other
   */
  public record Pair(MemoryLink left, MemoryLink right) {}

  private final int mtu;
  private final Offload offload;
  private final ReentrantLock lock;
  private final Condition changed;
  private final ArrayDeque<Packet> arrived = new ArrayDeque<>(CAPACITY);
  private final ArrayDeque<Packet> free = new ArrayDeque<>(CAPACITY);
  private MemoryLink other;
  private boolean woken;
  private boolean closed;

  private MemoryLink(int mtu, Offload offload, ReentrantLock lock) {
    this.mtu = mtu;
    this.offload = offload;
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  /** Makes a wire without offload: every packet is complete and no longer than the MTU. */
  public static Pair pair(int mtu) {
    return pair(mtu, Offload.NONE);
  }

  /**
   * Makes a wire.
   *
   * @param mtu 68 octets (RFC 791) to 65,535
   * @param offload what both ends offer; a super-segment passes whole, and a partial checksum as it
   *     is, since neither ever crosses a real wire
   */
  public static Pair pair(int mtu, Offload offload) {
    if (mtu < 68 || mtu > 65_535) {
      throw new IllegalArgumentException("an MTU is 68 to 65535 octets, not " + mtu);
    }
    ReentrantLock lock = new ReentrantLock();
    MemoryLink left = new MemoryLink(mtu, offload, lock);
    MemoryLink right = new MemoryLink(mtu, offload, lock);
    left.other = right;
    right.other = left;
    return new Pair(left, right);
  }

  @Override
  public int mtu() {
    return mtu;
  }

  @Override
  public Offload offload() {
    return offload;
  }

  @Override
  public boolean scatters() {
    return true;
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    lock.lock();
    try {
      checkOpen();
      Packet packet = arrived.poll();
      if (packet == null) {
        return false;
      }
      into.set(packet);
      into.land();
      free.push(packet);
      if (arrived.size() == CAPACITY - 1) {
        other.changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    checkTakes(packet);
    lock.lock();
    try {
      checkOpen();
      if (other.arrived.size() == CAPACITY) {
        return false;
      }
      if (!other.closed) {
        other.arrives(packet);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void arrives(Packet packet) {
    Packet copy = free.poll();
    if (copy == null || copy.room() < packet.length()) {
      int octets = Packet.HEADROOM + Math.max(mtu, packet.length());
      copy = new Packet(ByteBuffer.allocateDirect(octets));
    }
    copy.set(packet);
    arrived.add(copy);
    changed.signal();
  }

  private void checkTakes(Packet packet) throws IOException {
    boolean v4 = packet.length() > 0 && packet.bytes().get(packet.start()) >>> 4 == 4;
    boolean cuts = v4 ? offload.segmentationV4() : offload.segmentationV6();
    if (packet.segmentSize() > 0 && !cuts) {
      throw new IOException("a super-segment on a link without segmentation offload");
    }
    if (packet.segmentSize() == 0 && packet.length() > mtu) {
      throw new IOException(packet.length() + " octets on a link with an MTU of " + mtu);
    }
    if (packet.checksumState() == Packet.ChecksumState.PARTIAL && !offload.checksum()) {
      throw new IOException("a partial checksum on a link without checksum offload");
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the link is closed");
    }
  }

  /** {@inheritDoc} An interrupt does not end the sleep, as with a device; it is kept for later. */
  @Override
  public void await(long nanos, boolean writable) throws IOException {
    boolean interrupted = false;
    long left = nanos;
    lock.lock();
    try {
      while (!isReady(writable) && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      woken = false;
      checkOpen();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isReady(boolean writable) {
    boolean hasRoom = other.arrived.size() < CAPACITY;
    return woken || closed || !arrived.isEmpty() || (writable && hasRoom);
  }

  @Override
  public void wakeup() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.clear();
      free.clear();
      changed.signal();
      other.changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
