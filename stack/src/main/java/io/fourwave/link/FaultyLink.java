package io.fourwave.link;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * A link that loses, doubles, delays, reorders and damages packets between the stack and a device,
 * each direction for itself. Reads no clock: times are those of the calls, so a packet leaves at
 * the first {@link #read} or {@link #write} after it is due, and {@link #await} sleeps no longer
 * than until then.
 *
 * <p>Faults are those of single packets on a wire, so the device must be opened without offload.
 * Put a {@link CaptureTap} around this link to see what the stack sees, and inside to see the wire.
 */
public final class FaultyLink implements LinkDevice {
  private static final int MOST_SWALLOWED = 64;

  private final LinkDevice device;
  private final FaultyPath in;
  private final FaultyPath out;
  private long now;
  private boolean blocked;

  /** Makes both directions of a device equally bad; they share a seed, but not their chances. */
  public FaultyLink(LinkDevice device, Faults faults) {
    this(device, faults, faults, FaultListener.NONE);
  }

  /**
   * Makes a device's directions bad.
   *
   * @param in for packets from the device
   * @param out for packets to the device
   * @throws IllegalArgumentException if the device offloads anything
   */
  public FaultyLink(LinkDevice device, Faults in, Faults out, FaultListener listener) {
    if (!device.offload().equals(Offload.NONE)) {
      throw new IllegalArgumentException(
          "faults need each packet as it is on the wire: open the device without offload");
    }
    this.device = device;
    this.in = new FaultyPath(Direction.IN, in, new SplittableRandom(in.seed()), listener);
    this.out =
        new FaultyPath(Direction.OUT, out, new SplittableRandom(out.seed()).split(), listener);
  }

  /** One direction, to add rules to and to count. Only before the loop runs, or on its thread. */
  public FaultyPath path(Direction direction) {
    return direction == Direction.IN ? in : out;
  }

  @Override
  public int mtu() {
    return device.mtu();
  }

  /**
   * {@inheritDoc} After 64 packets lost or held it says that there is none, to let the loop
   * breathe.
   */
  @Override
  public boolean read(Packet into, long now) throws IOException {
    this.now = now;
    sendDue();
    for (int i = 0; i < MOST_SWALLOWED; i++) {
      Packet due = in.due(now);
      if (due != null) {
        into.set(due);
        in.left();
        return true;
      }
      if (!device.read(into, now)) {
        return false;
      }
      if (into.segmentSize() > 0) {
        throw new IOException("the device gives super-segments and said it would not");
      }
      if (in.enters(into, now)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    this.now = now;
    sendDue();
    if (blocked) {
      return false; // and no chance is taken: the same packet comes again
    }
    if (out.enters(packet, now) && !device.write(packet, now)) {
      out.returns(packet, now);
    }
    sendDue();
    return true;
  }

  private void sendDue() throws IOException {
    Packet due = out.due(now);
    blocked = false;
    while (due != null && !blocked) {
      if (device.write(due, now)) {
        out.left();
        due = out.due(now);
      } else {
        blocked = true;
      }
    }
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    long outDue = blocked ? Long.MAX_VALUE : out.nextDue();
    long due = Math.min(in.nextDue(), outDue);
    long left = due == Long.MAX_VALUE ? due : Math.max(0, due - now);
    device.await(Math.min(nanos, left), writable || blocked);
  }

  @Override
  public void wakeup() {
    device.wakeup();
  }

  @Override
  public void close() throws IOException {
    in.clear();
    out.clear();
    device.close();
  }
}
