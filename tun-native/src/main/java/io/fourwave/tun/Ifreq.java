package io.fourwave.tun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct ifreq} (netdevice(7)): which interface, and with what flags. 16 octets of name, the
 * flags in the two after it, in the order of the buffer; 40 octets in all on 64 bits, 32 on 32.
 */
final class Ifreq {
  static final int LENGTH = 40;

  static final int IFF_TUN = 0x0001;
  static final int IFF_MULTI_QUEUE = 0x0100;
  static final int IFF_NO_PI = 0x1000;
  static final int IFF_VNET_HDR = 0x4000;

  private static final int NAME_LENGTH = 16;
  private static final int FLAGS = 16;

  private final ByteBuffer bytes;

  /** Lays the struct over {@link #LENGTH} octets, in the buffer's byte order. */
  Ifreq(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Asks for the interface of that name (at most 15 octets, or with {@code %d}) and flags. */
  void set(String name, int flags) {
    bytes.put(0, new byte[LENGTH]);
    bytes.put(0, name.getBytes(StandardCharsets.US_ASCII));
    bytes.putShort(FLAGS, (short) flags);
  }

  /** The name, as the kernel has completed it. */
  String name() {
    byte[] name = new byte[NAME_LENGTH];
    bytes.get(0, name);
    int length = 0;
    while (length < NAME_LENGTH && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.US_ASCII);
  }

  /** The flags that were asked for. */
  static int flags(TunSettings settings) {
    return IFF_TUN
        | IFF_NO_PI
        | (settings.offload() ? IFF_VNET_HDR : 0)
        | (settings.multiQueue() ? IFF_MULTI_QUEUE : 0);
  }
}
