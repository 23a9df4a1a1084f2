package io.fourwave.examples.bench;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@link Service#SINK} on the stack's own thread: the octets are read where they lie. The other
 * ways copy them into a buffer; who sees them in place has no need to, but has to look at all of
 * them, or it would be the stack alone that is measured: it compares them with the zeros that the
 * client sends.
 */
final class SinkHandler implements SocketHandler {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(Service.SCRATCH);

  private final ByteBuffer zeros = ZEROS.duplicate();
  private long octets;

  @Override
  public void readable(HostSocket socket) throws IOException {
    for (ByteBuffer in = socket.incoming(); in.hasRemaining(); in = socket.incoming()) {
      int count = Math.min(in.remaining(), zeros.capacity());
      if (in.limit(in.position() + count).mismatch(zeros.limit(count)) >= 0) {
        throw new IOException("the client sends zeros only, and others have arrived");
      }
      octets += count;
      socket.consumed(count);
    }
    if (socket.isAtEnd()) {
      socket.write(ByteBuffer.allocate(Long.BYTES).putLong(0, octets));
      socket.close();
    }
  }
}
