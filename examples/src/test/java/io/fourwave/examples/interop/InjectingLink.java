package io.fourwave.examples.interop;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A device with a second entrance: what is injected arrives as if it came from the wire. */
class InjectingLink implements LinkDevice {
  private final LinkDevice device;
  private final Queue<Packet> injected = new ConcurrentLinkedQueue<>();

  InjectingLink(LinkDevice device) {
    this.device = device;
  }

  /** Lets a packet arrive. For any thread. */
  final void inject(byte[] octets) {
    Packet packet = new Packet(ByteBuffer.allocate(Packet.HEADROOM + octets.length));
    packet.set(ByteBuffer.wrap(octets));
    inject(packet);
  }

  /** The same; the packet must not change any more. */
  final void inject(Packet packet) {
    injected.add(packet);
    device.wakeup();
  }

  /** Whether everything injected was taken. */
  final boolean isDrained() {
    return injected.isEmpty();
  }

  @Override
  public boolean read(Packet into, long now) throws IOException {
    Packet packet = injected.poll();
    if (packet == null) {
      return device.read(into, now);
    }
    into.set(packet);
    return true;
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
  public boolean write(Packet packet, long now) throws IOException {
    return device.write(packet, now);
  }

  @Override
  public void await(long nanos, boolean writable) throws IOException {
    if (injected.isEmpty()) {
      device.await(nanos, writable);
    }
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
