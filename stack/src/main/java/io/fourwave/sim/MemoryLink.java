package io.fourwave.sim;

import io.fourwave.host.EventLoop;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One end of a wire in memory: what is written to one end is read from the other, in order, none
 * lost. An end holds at most {@value #CAPACITY} packets that have arrived; then the other end has
 * no room to write. The two ends may belong to two threads, and like any device an end is woken by
 * any thread.
 *
 * <p>It allocates nothing once it holds as many packets as it ever will, neither for waiting, as
 * the JDK's conditions do, so that what a stack allocates can be counted.
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
  private final Object lock;
  private final AtomicReference<Thread> sleeper = new AtomicReference<>();
  private final ArrayDeque<Packet> arrived = new ArrayDeque<>(CAPACITY);
  private final ArrayDeque<Packet> free = new ArrayDeque<>(CAPACITY);
  private MemoryLink other;
  private boolean woken;
  private boolean closed;

  private MemoryLink(int mtu, Offload offload, Object lock) {
    this.mtu = mtu;
    this.offload = offload;
    this.lock = lock;
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
    Object lock = new Object();
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
    boolean wasFull;
    synchronized (lock) {
      checkOpen();
      Packet packet = arrived.poll();
      if (packet == null) {
        return false;
      }
      into.set(packet);
      into.land();
      free.push(packet);
      wasFull = arrived.size() == CAPACITY - 1;
    }
    if (wasFull) {
      other.wake();
    }
    return true;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    checkTakes(packet);
    synchronized (lock) {
      checkOpen();
      if (other.arrived.size() == CAPACITY) {
        return false;
      }
      if (!other.closed) {
        other.arrives(packet);
      }
    }
    other.wake();
    return true;
  }

  private void arrives(Packet packet) {
    Packet copy = free.poll();
    if (copy == null || copy.room() < packet.length()) {
      int octets = Packet.HEADROOM + Math.max(mtu, packet.length());
      copy = new Packet(ByteBuffer.allocateDirect(octets));
    }
    copy.set(packet);
    arrived.add(copy);
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
    long begun = EventLoop.clock();
    boolean interrupted = false;
    sleeper.set(Thread.currentThread()); // before each look, or a change after it would be missed
    for (long left = nanos;
        left > 0 && !isReady(writable);
        left = nanos - (EventLoop.clock() - begun)) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
      sleeper.set(Thread.currentThread());
    }
    sleeper.set(null);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (lock) {
      woken = false;
      checkOpen();
    }
  }

  private boolean isReady(boolean writable) {
    synchronized (lock) {
      boolean hasRoom = other.arrived.size() < CAPACITY;
      return woken || closed || !arrived.isEmpty() || (writable && hasRoom);
    }
  }

  private void wake() {
    Thread sleeping = sleeper.get();
    if (sleeping != null && sleeper.compareAndSet(sleeping, null)) {
      LockSupport.unpark(sleeping);
    }
  }

  @Override
  public void wakeup() {
    synchronized (lock) {
      woken = true;
    }
    wake();
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      arrived.clear();
      free.clear();
    }
    wake();
    other.wake();
  }
}
