package io.fourwave.examples.interop;

import io.fourwave.link.Direction;
import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A link on which a gatekeeper holds packets back, and lets them go when another one passes: what
 * is late is so by the order of packets, however fast or slow the machine is.
 */
final class GatedLink extends InjectingLink {
  private final Gatekeeper keeper;
  private final Queue<Packet> heldIn = new ArrayDeque<>();
  private final Queue<Packet> heldOut = new ArrayDeque<>();
  private final Queue<Packet> leaving = new ArrayDeque<>();

  GatedLink(LinkDevice device, Gatekeeper keeper) {
    super(device);
    this.keeper = keeper;
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    leave(now);
    while (isDrained()) {
      if (!super.read(into, now)) {
        return false;
      }
      switch (keeper.judge(Direction.IN, into)) {
        case PASS -> {
          return true;
        }
        case MARK -> {
          EcnField.mark(into);
          return true;
        }
        case HOLD -> heldIn.add(copy(into));
        case LOSE -> {}
        case RELEASE -> {
          release();
          inject(copy(into));
        }
      }
    }
    return super.read(into, now); // it was judged when it came
  }

  /** Always has room: what the device does not take at once is kept, in its order. */
  @Override
  public boolean write(Packet packet, long now) throws IOException {
    switch (keeper.judge(Direction.OUT, packet)) {
      case PASS -> leaving.add(copy(packet));
      case MARK -> leaving.add(marked(packet));
      case HOLD -> heldOut.add(copy(packet));
      case LOSE -> {}
      case RELEASE -> {
        release();
        leaving.add(copy(packet));
      }
    }
    leave(now);
    return true;
  }

  private void release() {
    leaving.addAll(heldOut);
    heldOut.clear();
    heldIn.forEach(this::inject);
    heldIn.clear();
  }

  private void leave(long now) throws IOException {
    while (!leaving.isEmpty() && super.write(leaving.element(), now)) {
      leaving.remove();
    }
  }

  private static Packet marked(Packet packet) {
    Packet copy = copy(packet);
    EcnField.mark(copy);
    return copy;
  }

  private static Packet copy(Packet packet) {
    Packet copy = new Packet(ByteBuffer.allocateDirect(Packet.HEADROOM + packet.length()));
    copy.set(packet);
    return copy;
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    super.await(nanos, writable || !leaving.isEmpty());
  }
}
