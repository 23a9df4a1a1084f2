package io.fourwave.trace;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.util.Objects;

/**
 * Tells a {@link Recorder} of every packet between a stack, which is end 0, and whoever is behind
 * its device, end 1.
 *
 * <p>Where nothing can happen on the way one link is enough, {@link #between}. Around a {@code
 * FaultyLink} put one with {@link #near}, inside it one with {@link #far}, and give it a listener
 * that calls {@link Recorder#suffers}.
 */
public final class RecordedLink implements LinkDevice {
  private static final int STACK = 0;
  private static final int OTHER = 1;

  private final LinkDevice device;
  private final Recorder recorder;
  private final boolean near;
  private final boolean far;
  private boolean offered;

  private RecordedLink(LinkDevice device, Recorder recorder, boolean near, boolean far) {
    this.device = Objects.requireNonNull(device, "device");
    this.recorder = Objects.requireNonNull(recorder, "recorder");
    this.near = near;
    this.far = far;
  }

  /** A wire on which nothing happens: what leaves one end has reached the other. */
  public static RecordedLink between(LinkDevice device, Recorder recorder) {
    return new RecordedLink(device, recorder, true, true);
  }

  /** The stack's end of a wire. */
  public static RecordedLink near(LinkDevice device, Recorder recorder) {
    return new RecordedLink(device, recorder, true, false);
  }

  /** The other end of it. */
  public static RecordedLink far(LinkDevice device, Recorder recorder) {
    return new RecordedLink(device, recorder, false, true);
  }

  @Override
  public int mtu() {
    return device.mtu();
  }

  @Override
  public Offload offload() {
    return device.offload();
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    if (!device.read(into, now)) {
      return false;
    }
    if (far) {
      recorder.leaves(OTHER, into, now);
    }
    if (near) {
      recorder.reaches(STACK, into, now);
    }
    return true;
  }

  /** {@inheritDoc} A packet for which there was no room has left when it is offered first. */
  @Override
  public boolean write(Packet packet, long now) throws IOException {
    if (near && !offered) {
      recorder.leaves(STACK, packet, now);
    }
    boolean written = device.write(packet, now);
    offered = !written;
    if (far && written) {
      recorder.reaches(OTHER, packet, now);
    }
    return written;
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    device.await(nanos, writable);
  }

  @Override
  public void wakeup() {
    device.wakeup();
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
