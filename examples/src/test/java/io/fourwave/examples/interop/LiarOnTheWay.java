package io.fourwave.examples.interop;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import io.fourwave.wire.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A device with someone on the way who sees everything and pretends that the path is narrow: about
 * every so many packets with text that pass, after the first few, it forges a router's message.
 */
final class LiarOnTheWay extends InjectingLink {
  private static final int HONEST = 100;
  private static final int EVERY = 20;

  private final int mtu;
  private int texts;

  /** How many messages it has forged. For the loop's thread, or when the stack has stopped. */
  int lies;

  LiarOnTheWay(LinkDevice device, int mtu) {
    super(device);
    this.mtu = mtu;
  }

  @Override
  public boolean write(Packet packet, long now) throws IOException {
    boolean sent = super.write(packet, now);
    if (sent && packet.length() > 1000 && ++texts > HONEST && texts % EVERY == 0) {
      boolean v4 = packet.bytes().get(packet.start()) >>> 4 == 4;
      inject(v4 ? v4(packet) : v6(packet));
      lies++;
    }
    return sent;
  }

  private byte[] v4(Packet packet) {
    ByteBuffer b = ByteBuffer.allocate(20 + 8 + 28);
    b.put(0, (byte) 0x45).putShort(2, (short) b.capacity()).put(8, (byte) 64).put(9, (byte) 1);
    b.putInt(12, 0xc633_64fe);
    b.put(16, packet.bytes(), packet.start() + 12, 4);
    b.putShort(10, (short) Checksum.finish(Checksum.add(0, b, 0, 20)));
    b.put(20, (byte) 3).put(21, (byte) 4).putShort(26, (short) mtu);
    b.put(28, packet.bytes(), packet.start(), 28);
    b.putShort(22, (short) Checksum.finish(Checksum.add(0, b, 20, b.capacity())));
    return b.array();
  }

  private byte[] v6(Packet packet) {
    ByteBuffer b = ByteBuffer.allocate(40 + 8 + 60);
    b.putInt(0, 6 << 28).putShort(4, (short) 68).put(6, (byte) 58).put(7, (byte) 64);
    b.putLong(8, 0x2001_0db8_0000_00ffL).putLong(16, 1);
    b.put(24, packet.bytes(), packet.start() + 8, 16);
    b.put(40, (byte) 2).putInt(44, mtu);
    b.put(48, packet.bytes(), packet.start(), 60);
    long from = Checksum.add(0, b, 8, 40);
    b.putShort(42, (short) Checksum.finish(Checksum.add(from + 58 + 68, b, 40, b.capacity())));
    return b.array();
  }
}
