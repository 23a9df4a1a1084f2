package io.fourwave.link;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes packets as a pcapng file, for tcpdump and Wireshark (draft-ietf-opsawg-pcapng): one
 * section, big-endian as the packets are, one interface of link type RAW, times in nanoseconds.
 * What was flushed can be read, whatever becomes of the process. Not thread-safe.
 */
public final class PcapngWriter implements Closeable {
  private static final int BUFFER = 256 * 1024;
  private static final int LONGEST_COMMENT = 4096;

  private static final int SECTION_HEADER = 0x0a0d_0d0a;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int LINKTYPE_RAW = 101;

  private static final int END_OF_OPTIONS = 0;
  private static final int COMMENT = 1;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;
  private static final int SHB_USERAPPL = 4;

  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final PartialChecksum checksum = new PartialChecksum();
  private int block;

  /**
   * Begins a file, and flushes its beginning.
   *
   * @param channel blocking; belongs to the writer from now on
   * @param interfaceName shown by readers, such as {@code tun0}
   */
  public PcapngWriter(WritableByteChannel channel, String interfaceName) throws IOException {
    this.channel = channel;
    begin(SECTION_HEADER);
    buffer.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
    buffer.putLong(-1); // the section's length is not known
    option(SHB_USERAPPL, "Fourwave");
    end();
    begin(INTERFACE_DESCRIPTION);
    buffer.putShort((short) LINKTYPE_RAW).putShort((short) 0);
    buffer.putInt(0); // packets are never cut short
    option(IF_NAME, interfaceName);
    buffer.putShort((short) IF_TSRESOL).putShort((short) 1).put((byte) 9).put(new byte[3]);
    end();
    flush();
  }

  /** Begins a file anew, over any old one. */
  public static PcapngWriter open(Path file, String interfaceName) throws IOException {
    return new PcapngWriter(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        interfaceName);
  }

  /** Writes a packet without a comment. */
  public void packet(Packet packet, Direction direction, long epochNanos) throws IOException {
    packet(packet, direction, epochNanos, "");
  }

  /**
   * Writes a packet, buffered. A transport checksum that was left to a device is completed in the
   * file, not in the packet.
   *
   * @param epochNanos nanoseconds since 1970 UTC
   * @param comment shown beside the packet; empty for none, cut to 4096 octets of UTF-8
   * @throws IOException if the channel fails; the file is of no more use
   */
  public void packet(Packet packet, Direction direction, long epochNanos, String comment)
      throws IOException {
    int length = packet.length();
    if (buffer.remaining() < length + LONGEST_COMMENT + 64) {
      flush();
    }
    begin(ENHANCED_PACKET);
    buffer.putInt(0).putLong(epochNanos).putInt(length).putInt(length);
    int at = buffer.position();
    buffer.put(at, packet.bytes(), packet.start(), length).position(at + length);
    if (packet.checksumState() == Packet.ChecksumState.PARTIAL) {
      checksum.fill(buffer, at, at + packet.transportStart() - packet.start(), at + length);
    }
    pad();
    buffer.putShort((short) EPB_FLAGS).putShort((short) 4);
    buffer.putInt(direction == Direction.IN ? INBOUND : OUTBOUND);
    if (!comment.isEmpty()) {
      option(COMMENT, comment);
    }
    end();
  }

  private void begin(int type) {
    block = buffer.position();
    buffer.putInt(type).putInt(0);
  }

  private void option(int code, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(octets.length, LONGEST_COMMENT);
    buffer.putShort((short) code).putShort((short) length).put(octets, 0, length);
    pad();
  }

  private void pad() {
    while ((buffer.position() - block) % 4 != 0) {
      buffer.put((byte) 0);
    }
  }

  private void end() {
    buffer.putShort((short) END_OF_OPTIONS).putShort((short) 0);
    int length = buffer.position() - block + 4;
    buffer.putInt(length).putInt(block + 4, length);
  }

  /** Hands everything to the channel. */
  public void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      if (channel.write(buffer) == 0) {
        throw new IOException("the capture's channel takes nothing; it has to be a blocking one");
      }
    }
    buffer.clear();
  }

  /** Flushes, and closes the channel. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen()) {
        flush();
      }
    }
  }
}
