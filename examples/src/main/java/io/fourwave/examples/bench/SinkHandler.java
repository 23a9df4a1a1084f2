package io.fourwave.examples.bench;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link Service#SINK} on the stack's own thread: the octets are read where they lie. */
final class SinkHandler implements SocketHandler {
  private long octets;
  private long parity;

  @Override
  public void readable(HostSocket socket) throws IOException {
    for (ByteBuffer in = socket.incoming(); in.hasRemaining(); in = socket.incoming()) {
      octets += in.remaining();
      parity ^= parity(in);
      socket.consumed(in.remaining());
    }
    if (parity != 0) {
      throw new IOException("the client sends zeros only, and others have arrived");
    }
    if (socket.isAtEnd()) {
      socket.write(ByteBuffer.allocate(Long.BYTES).putLong(0, octets));
      socket.close();
    }
  }

  /**
   * Reads every octet, eight at a time. The other ways copy them into a buffer; who sees them in
   * place has no need to, but has to look at them, or it would be the stack alone that is measured.
   */
  static long parity(ByteBuffer octets) {
    int at = octets.position();
    int end = octets.limit();
    long parity = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      parity ^= octets.getLong(at);
    }
    for (; at < end; at++) {
      parity ^= octets.get(at);
    }
    return parity;
  }
}
