package io.fourwave.examples.bench;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.tcp.TcpException;
import java.nio.ByteBuffer;

/** {@link Service#SOURCE} on the stack's own thread: fills the ring whenever there is room. */
final class SourceHandler implements SocketHandler {
  private static final ByteBuffer OCTETS = ByteBuffer.allocateDirect(Service.SCRATCH);

  private final ByteBuffer octets = OCTETS.duplicate();
  private final ByteBuffer request = ByteBuffer.allocate(Long.BYTES);
  private ByteBuffer count;
  private long begin;
  private long sent;

  @Override
  public void readable(HostSocket socket) throws TcpException {
    if (!request.hasRemaining()) {
      return; // what it says now is nothing to us
    }
    if (socket.read(request) < 0) {
      socket.abort(); // it has closed before it said for how long
    } else if (!request.hasRemaining()) {
      begin = System.nanoTime();
      writable(socket);
    }
  }

  @Override
  public void writable(HostSocket socket) throws TcpException {
    if (request.hasRemaining()) {
      return;
    }
    while (count == null && socket.isWritable()) {
      sent += socket.write(octets.clear());
      if (System.nanoTime() - begin >= request.getLong(0)) {
        count = ByteBuffer.allocate(Long.BYTES).putLong(0, sent);
      }
    }
    if (count != null && count.hasRemaining()) {
      socket.write(count);
      if (!count.hasRemaining()) {
        socket.close();
      }
    }
  }
}
