package io.fourwave.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Lowers the MSS option of every SYN that passes, in both directions and of both families, to what
 * a narrower path behind this link takes in one packet. For those who route, tunnel or relay the
 * packets of others over a path whose routers' messages get lost (RFC 4459 §3.2, RFC 2923 §3); a
 * stack that ends connections itself has {@code tcp.Options.maximumSegmentSize}. Nothing is ever
 * raised, and a SYN without the option, which asks for 536 or 1,220 octets, stays as it is.
 */
public final class MssClamp implements LinkDevice {
  private static final int LEAST_MTU = 576;
  private static final int TCP_HEADER = 20;
  private static final int CHECKSUM = 16;
  private static final int SYN = 0x02;
  private static final int MSS = 2;

  private final LinkDevice device;
  private final int mtu;
  private final PacketLayout layout = new PacketLayout();
  private long lowered;

  /**
   * Puts a clamp in front of a device.
   *
   * @param mtu the longest packet that the path takes, in octets: 576 to 65,535. Segments may have
   *     40 octets less over IPv4, and 60 less over IPv6 (RFC 9293 §3.7.1)
   */
  public MssClamp(LinkDevice device, int mtu) {
    this.device = Objects.requireNonNull(device, "device");
    if (mtu < LEAST_MTU || mtu > 0xffff) {
      throw new IllegalArgumentException("a path's MTU is 576 to 65535 octets, not " + mtu);
    }
    this.mtu = mtu;
  }

  /** How many SYNs asked for more and were changed. For the thread of the loop. */
  public long lowered() {
    return lowered;
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
    boolean arrived = device.read(into, now);
    if (arrived) {
      clamp(into);
    }
    return arrived;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    clamp(packet); // offered again, it is changed no more
    return device.write(packet, now);
  }

  private void clamp(Packet packet) {
    int tcp = layout.read(packet).transportStart();
    ByteBuffer bytes = packet.bytes();
    if (layout.protocol() != PacketLayout.TCP
        || packet.end() - tcp < TCP_HEADER
        || (bytes.get(tcp + 13) & SYN) == 0) {
      return;
    }
    int end = Math.min(packet.end(), tcp + ((bytes.get(tcp + 12) & 0xf0) >>> 2));
    int at = option(bytes, tcp + TCP_HEADER, end);
    boolean v4 = (bytes.get(packet.start()) & 0xf0) == 0x40;
    int most = mtu - (v4 ? 40 : 60);
    if (at > 0 && (bytes.getShort(at) & 0xffff) > most) {
      lower(packet, tcp, at, most);
    }
  }

  /** Index of the MSS option's value; -1 if there is no sound one. */
  private static int option(ByteBuffer bytes, int from, int end) {
    int at = from;
    while (at < end) {
      int kind = bytes.get(at) & 0xff;
      int length = kind == 1 ? 1 : at + 1 < end ? bytes.get(at + 1) & 0xff : 0;
      if (kind == 0 || length == 0 || kind != 1 && length < 2 || at + length > end) {
        return -1;
      }
      if (kind == MSS) {
        return length == 4 ? at + 2 : -1;
      }
      at += length;
    }
    return -1;
  }

  /** The checksum is mended, not made anew: one that was wrong before stays wrong (RFC 1624 §3). */
  private void lower(Packet packet, int tcp, int at, int value) {
    ByteBuffer bytes = packet.bytes();
    int old = bytes.getShort(at) & 0xffff;
    bytes.putShort(at, (short) value);
    lowered++;
    if (packet.checksumState() == Packet.ChecksumState.PARTIAL) {
      return; // the field has the pseudo-header's sum alone
    }
    boolean odd = (at - tcp) % 2 != 0; // after an odd number of no-operations
    int checksum = bytes.getShort(tcp + CHECKSUM) & 0xffff;
    int sum = (~checksum & 0xffff) + (~word(old, odd) & 0xffff) + word(value, odd);
    sum = (sum >>> 16) + (sum & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    bytes.putShort(tcp + CHECKSUM, (short) ~sum);
  }

  private static int word(int value, boolean swapped) {
    return swapped ? (value & 0xff) << 8 | value >>> 8 : value;
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
