package io.fourwave.sim;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A wire in memory between two devices with several queues each, which steer flows as a TUN does: a
 * packet comes to the queue that was last written to for its flow, or else to one that a hash of
 * the flow chooses. Now and then a flow is moved to another queue for no reason, as happens when a
 * TUN forgets it. Fragments are steered by their addresses alone, and are not moved.
 */
public final class SteeredWire {
  private static final int CAPACITY = 512;

  private final Random random;
  private final int oneMovesIn;
  private final List<Queue> left;
  private final List<Queue> right;

  /**
   * A wire.
   *
   * @param oneMovesIn a flow is moved with each so many packets on average; 0 for never
   */
  public SteeredWire(int mtu, Offload offload, int queues, int oneMovesIn, long seed) {
    this.oneMovesIn = oneMovesIn;
    random = new Random(seed);
    left = side(mtu, offload, queues);
    right = side(mtu, offload, queues);
  }

  private List<Queue> side(int mtu, Offload offload, int queues) {
    Map<List<Long>, Queue> flows = new HashMap<>();
    List<Queue> side = new ArrayList<>();
    for (int i = 0; i < queues; i++) {
      side.add(new Queue(mtu, offload, flows));
    }
    return side;
  }

  /** One end's queues. */
  public List<LinkDevice> left() {
    return List.copyOf(left);
  }

  /** The other end's queues. */
  public List<LinkDevice> right() {
    return List.copyOf(right);
  }

  /** Moves each flow of an end to the next queue. */
  public synchronized void moveAllAtRight() {
    right.get(0).flows.replaceAll((flow, at) -> right.get((right.indexOf(at) + 1) % right.size()));
  }

  /** The flow of a packet, which is the same both ways. */
  private static List<Long> flow(Packet packet) {
    ByteBuffer b = packet.bytes();
    int at = packet.start();
    boolean v4 = b.get(at) >>> 4 == 4;
    int protocol = b.get(at + (v4 ? 9 : 6)) & 0xff;
    long from = v4 ? b.getInt(at + 12) : b.getLong(at + 16);
    long to = v4 ? b.getInt(at + 16) : b.getLong(at + 32);
    int transport = at + (v4 ? 4 * (b.get(at) & 15) : 40);
    boolean ported = protocol == 6 || protocol == 17;
    boolean whole = !v4 || (b.getShort(at + 6) & 0x3fff) == 0;
    long fromPort = ported && whole ? b.getShort(transport) & 0xffff : 0;
    long toPort = ported && whole ? b.getShort(transport + 2) & 0xffff : 0;
    return List.of((long) protocol, from + to, from ^ to, fromPort + toPort, fromPort ^ toPort);
  }

  private static boolean mayMove(List<Long> flow) {
    return flow.get(3) != 0;
  }

  private synchronized boolean carry(Packet packet, Queue from) {
    List<Queue> side = left.contains(from) ? right : left;
    List<Long> flow = flow(packet);
    from.flows.put(flow, from);
    Map<List<Long>, Queue> known = side.get(0).flows;
    if (oneMovesIn > 0 && mayMove(flow) && random.nextInt(oneMovesIn) == 0) {
      known.put(flow, side.get(random.nextInt(side.size())));
    }
    Queue to = known.get(flow);
    to = to == null ? side.get(Math.floorMod(flow.hashCode() * 31 >>> 8, side.size())) : to;
    return to.takes(packet);
  }

  /** One queue of one end. */
  private final class Queue implements LinkDevice {
    private final int mtu;
    private final Offload offload;
    private final Map<List<Long>, Queue> flows;
    private final ArrayDeque<Packet> arrived = new ArrayDeque<>();
    private boolean woken;
    private boolean closed;

    Queue(int mtu, Offload offload, Map<List<Long>, Queue> flows) {
      this.mtu = mtu;
      this.offload = offload;
      this.flows = flows;
    }

    @Override
    public int mtu() {
      return mtu;
    }

    @Override
    public Offload offload() {
      return offload;
    }

    private boolean takes(Packet packet) {
      if (arrived.size() >= CAPACITY) {
        return false;
      }
      if (!closed) {
        Packet copy = new Packet(ByteBuffer.allocate(Packet.HEADROOM + packet.length()));
        copy.set(packet);
        arrived.add(copy);
        SteeredWire.this.notifyAll();
      }
      return true;
    }

    @Override
    public boolean read(Packet into, long now) throws java.io.IOException {
      synchronized (SteeredWire.this) {
        failIfClosed();
        Packet packet = arrived.poll();
        if (packet == null) {
          return false;
        }
        into.set(packet);
        SteeredWire.this.notifyAll();
        return true;
      }
    }

    private void failIfClosed() throws java.io.IOException {
      if (closed) {
        throw new java.io.IOException("the link is closed");
      }
    }

    @Override
    public boolean write(Packet packet, long now) throws java.io.IOException {
      synchronized (SteeredWire.this) {
        failIfClosed();
        return carry(packet, this);
      }
    }

    @Override
    public void await(long nanos, boolean writable) throws java.io.IOException {
      synchronized (SteeredWire.this) {
        long end = System.nanoTime() + Math.min(nanos, 1L << 60);
        long left = nanos;
        while (!woken && !closed && arrived.isEmpty() && left > 0) {
          try {
            // Room to write is not told of: who waits for it looks again soon.
            long most = writable ? 1 : 1_000;
            SteeredWire.this.wait(Math.min(most, left / 1_000_000 + 1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
          left = writable ? 0 : end - System.nanoTime();
        }
        woken = false;
        failIfClosed();
      }
    }

    @Override
    public void wakeup() {
      synchronized (SteeredWire.this) {
        woken = true;
        SteeredWire.this.notifyAll();
      }
    }

    @Override
    public void close() {
      synchronized (SteeredWire.this) {
        closed = true;
        arrived.clear();
        SteeredWire.this.notifyAll();
      }
    }
  }
}
