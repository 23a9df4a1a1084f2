package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link PcapngWriter} wrote, block by block, and checks the frame of each. */
final class PcapngReader {
  /** One packet: its octets, time, flags (1 in, 2 out), and comment or null. */
  record Entry(ByteBuffer octets, long epochNanos, int flags, String comment) {}

  private final ByteBuffer file;
  private final List<Entry> entries = new ArrayList<>();

  private PcapngReader(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  static List<Entry> read(byte[] file) {
    PcapngReader reader = new PcapngReader(file);
    int at = reader.block(0, 0x0a0d0d0a);
    assertEquals(0x1a2b3c4d, reader.file.getInt(8), "byte order");
    int next = reader.block(at, 1);
    assertEquals(101, reader.file.getShort(at + 8), "link type RAW");
    assertEquals(9, reader.option(at + 16, 9).get(0), "nanoseconds");
    while (next < file.length) {
      int length = reader.block(next, 6);
      reader.entry(next);
      next = length;
    }
    return reader.entries;
  }

  private int block(int at, int type) {
    assertEquals(type, file.getInt(at), "type of the block at " + at);
    int length = file.getInt(at + 4);
    assertEquals(0, length % 4);
    assertEquals(length, file.getInt(at + length - 4), "length after the block at " + at);
    return at + length;
  }

  private void entry(int at) {
    assertEquals(0, file.getInt(at + 8), "interface");
    int length = file.getInt(at + 20);
    assertEquals(length, file.getInt(at + 24));
    byte[] octets = new byte[length];
    file.get(at + 28, octets);
    int options = at + 28 + (length + 3) / 4 * 4;
    ByteBuffer comment = option(options, 1);
    entries.add(
        new Entry(
            ByteBuffer.wrap(octets),
            file.getLong(at + 12),
            option(options, 2).getInt(0),
            comment == null ? null : StandardCharsets.UTF_8.decode(comment).toString()));
  }

  private ByteBuffer option(int from, int wanted) {
    int at = from;
    int code = file.getShort(at);
    while (code != 0 && code != wanted) {
      at += 4 + (file.getShort(at + 2) + 3) / 4 * 4;
      code = file.getShort(at);
    }
    return code == 0 ? null : file.slice(at + 4, file.getShort(at + 2));
  }
}
