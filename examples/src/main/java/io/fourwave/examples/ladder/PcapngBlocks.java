package io.fourwave.examples.ladder;

import io.fourwave.examples.ladder.CapturedPacket.Way;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The blocks of a pcapng file (draft-ietf-opsawg-pcapng): sections, interfaces, packets. */
final class PcapngBlocks {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int INTERFACE = 1;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  private static final int COMMENT = 1;
  private static final int FLAGS = 2;
  private static final int RESOLUTION = 9;

  private final CaptureReader reader;
  private final ByteBuffer bytes;
  private final List<Long> unitsPerSecond = new ArrayList<>();

  PcapngBlocks(CaptureReader reader, ByteBuffer bytes) {
    this.reader = reader;
    this.bytes = bytes;
  }

  void read() {
    int at = 0;
    while (at + 12 <= bytes.limit()) {
      int type = bytes.getInt(at);
      if (type == SECTION) {
        beginSection(at);
      }
      int length = bytes.getInt(at + 4);
      if (length < 12 || length % 4 != 0 || length > bytes.limit() - at) {
        return; // cut off
      }
      readBlock(type, at + 8, at + length - 4);
      at += length;
    }
  }

  private void beginSection(int at) {
    bytes.order(ByteOrder.BIG_ENDIAN);
    if (bytes.getInt(at + 8) != BYTE_ORDER_MAGIC) {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
    }
    if (bytes.getInt(at + 8) != BYTE_ORDER_MAGIC) {
      throw reader.refusal("is a damaged pcapng file: a section says no byte order");
    }
    unitsPerSecond.clear();
  }

  private void readBlock(int type, int from, int to) {
    if (type == INTERFACE && to - from >= 8) {
      reader.checkLinkType(bytes.getShort(from) & 0xffff);
      unitsPerSecond.add(resolution(option(RESOLUTION, from + 8, to)));
    } else if (type == ENHANCED_PACKET && to - from >= 20) {
      readPacket(from, to);
    } else if (type == SIMPLE_PACKET && to - from >= 4) {
      int length = Math.min(bytes.getInt(from), to - from - 4);
      reader.add(0, bytes, from + 4, Math.max(0, length), Way.UNKNOWN, "");
    }
  }

  /** Units of time per second: a power of ten, or of two if the first bit says so. */
  private static long resolution(ByteBuffer option) {
    int value = option == null || !option.hasRemaining() ? 6 : option.get(0) & 0xff;
    int exponent = value & 0x7f;
    if ((value & 0x80) != 0) {
      return 1L << Math.min(exponent, 62);
    }
    long units = 1;
    for (int i = 0; i < Math.min(exponent, 18); i++) {
      units *= 10;
    }
    return units;
  }

  private void readPacket(int from, int to) {
    int captured = bytes.getInt(from + 12);
    int number = bytes.getInt(from);
    if (captured < 0
        || captured > to - from - 20
        || number < 0
        || number >= unitsPerSecond.size()) {
      return;
    }
    long units = (long) bytes.getInt(from + 4) << 32 | bytes.getInt(from + 8) & 0xffff_ffffL;
    long perSecond = unitsPerSecond.get(number);
    double rest = units % perSecond * (1e9 / perSecond);
    long nanos = units / perSecond * 1_000_000_000 + Math.round(rest);
    int options = from + 20 + (captured + 3) / 4 * 4;
    ByteBuffer flags = option(FLAGS, options, to);
    ByteBuffer comment = option(COMMENT, options, to);
    reader.add(nanos, bytes, from + 20, captured, way(flags), text(comment));
  }

  private Way way(ByteBuffer flags) {
    int direction =
        flags == null || flags.remaining() < 4 ? 0 : flags.order(bytes.order()).getInt(0) & 3;
    return direction == 1 ? Way.IN : direction == 2 ? Way.OUT : Way.UNKNOWN;
  }

  private static String text(ByteBuffer comment) {
    return comment == null ? "" : StandardCharsets.UTF_8.decode(comment).toString();
  }

  /** An option's value; null if it is not there. */
  private ByteBuffer option(int code, int from, int to) {
    int at = from;
    while (at + 4 <= to) {
      int here = bytes.getShort(at) & 0xffff;
      int length = bytes.getShort(at + 2) & 0xffff;
      if (here == 0 || at + 4 + length > to) {
        return null;
      }
      if (here == code) {
        return bytes.slice(at + 4, length);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return null;
  }
}
