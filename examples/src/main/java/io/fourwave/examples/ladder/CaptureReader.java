package io.fourwave.examples.ladder;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.ladder.CapturedPacket.Way;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads captures of IP packets: pcapng, and the classic format of tcpdump (draft-ietf-opsawg-pcap).
 * What was cut off at the file's end, as by a kill, is passed over.
 */
final class CaptureReader {
  private static final long LARGEST = 64L << 20;
  private static final int MOST_PACKETS = 100_000;

  private final Path file;
  private final List<CapturedPacket> packets = new ArrayList<>();

  private CaptureReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws Refusal if it is no capture of IP packets, or a very large one
   */
  static List<CapturedPacket> read(Path file) {
    CaptureReader reader = new CaptureReader(file);
    try {
      reader.read(reader.whole());
    } catch (NoSuchFileException e) {
      throw new Refusal(
          "there is no file " + file + ": name a capture, as tcpdump -w writes it", e);
    } catch (IOException e) {
      throw new Refusal("cannot read " + file + ": " + e.getMessage(), e);
    }
    return reader.packets;
  }

  private ByteBuffer whole() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() > LARGEST) {
        throw refusal(
            "has more than 64 MB: write a part of it with tcpdump -r %s -w part.pcap -c N");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until all of it is there
      }
      return bytes.flip();
    }
  }

  private void read(ByteBuffer bytes) {
    int magic = bytes.remaining() < 24 ? 0 : bytes.getInt(0);
    switch (magic) {
      case 0x0a0d0d0a -> new PcapngBlocks(this, bytes).read();
      case 0xa1b2c3d4 -> readClassic(bytes, 1_000);
      case 0xa1b23c4d -> readClassic(bytes, 1);
      case 0xd4c3b2a1 -> readClassic(bytes.order(ByteOrder.LITTLE_ENDIAN), 1_000);
      case 0x4d3cb2a1 -> readClassic(bytes.order(ByteOrder.LITTLE_ENDIAN), 1);
      default ->
          throw refusal("is no capture: name a file that tcpdump -w or --capture has written");
    }
  }

  private void readClassic(ByteBuffer bytes, int nanosPerFraction) {
    checkLinkType(bytes.getInt(20) & 0xffff);
    int at = 24;
    while (at + 16 <= bytes.limit()) {
      long seconds = bytes.getInt(at) & 0xffff_ffffL;
      long fraction = bytes.getInt(at + 4) & 0xffff_ffffL;
      int length = bytes.getInt(at + 8);
      if (length < 0 || length > bytes.limit() - at - 16) {
        return;
      }
      long nanos = seconds * 1_000_000_000 + fraction * nanosPerFraction;
      add(nanos, bytes, at + 16, length, Way.UNKNOWN, "");
      at += 16 + length;
    }
  }

  /** Refuses anything but bare IP packets: RAW, and what was RAW on some systems; IPV4; IPV6. */
  void checkLinkType(int type) {
    switch (type) {
      case 12, 14, 101, 228, 229 -> {
        // IP without a header before it
      }
      default ->
          throw refusal(
              "has packets of link type "
                  + type
                  + ", not bare IP: capture on the TUN device, tcpdump -i tun0 -w FILE");
    }
  }

  void add(long epochNanos, ByteBuffer bytes, int at, int length, Way way, String comment) {
    if (packets.size() == MOST_PACKETS) {
      throw refusal(
          "has more than 100,000 packets: write a part of it with tcpdump -r %s -w part.pcap -c N");
    }
    ByteBuffer octets = bytes.slice(at, length).asReadOnlyBuffer();
    packets.add(new CapturedPacket(epochNanos, octets, way, comment));
  }

  Refusal refusal(String why) {
    return new Refusal(file + " " + why.replace("%s", file.toString()));
  }
}
