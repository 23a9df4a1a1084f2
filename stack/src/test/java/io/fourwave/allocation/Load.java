package io.fourwave.allocation;

import io.fourwave.link.Offload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * What is exchanged again and again: a request, which the server reads to its end, and an answer.
 */
enum Load {
  /** The shortest packets, each waited for. */
  REQUESTS(100, 100, 10_000),
  /** Text comes in. */
  IN(1 << 20, 1, 28),
  /** Text goes out. */
  OUT(1, 1 << 20, 28);

  /** Octets. */
  final int request;

  /** Octets. */
  final int answer;

  /** Of these, so many make a round. */
  final int exchanges;

  private static final int PACKETS = 20_000;
  private static final int SEGMENTS_IN_ONE = 44;

  Load(int request, int answer, int exchanges) {
    this.request = request;
    this.answer = answer;
    this.exchanges = exchanges;
  }

  /** Packets that a round moves at least, in both directions together. */
  int packets(Offload offload) {
    return offload.checksum() ? PACKETS / SEGMENTS_IN_ONE / 2 : PACKETS;
  }

  /** Sends so many octets. */
  static void send(ByteChannel channel, ByteBuffer buffer, int octets) throws IOException {
    for (int left = octets; left > 0; ) {
      buffer.clear().limit(Math.min(left, buffer.capacity()));
      left -= channel.write(buffer);
    }
  }

  /** Receives so many octets; false if the peer has closed. */
  static boolean receive(ByteChannel channel, ByteBuffer buffer, int octets) throws IOException {
    for (int left = octets; left > 0; ) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        return false;
      }
      left -= count;
    }
    return true;
  }
}
