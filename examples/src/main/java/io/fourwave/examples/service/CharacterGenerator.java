package io.fourwave.examples.service;

import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends the printable characters, line after line, until the peer closes (RFC 864). Each line has
 * 72 of the 95 characters and begins one further than the line before, so the pattern recurs after
 * 95 lines.
 */
public final class CharacterGenerator implements HandlerService {
  private static final int FIRST = ' ';
  private static final int CHARACTERS = '~' - ' ' + 1;
  private static final int LINE = 72;
  private static final byte[] PATTERN = pattern();

  @Override
  public String name() {
    return "chargen";
  }

  @Override
  public int port() {
    return 19;
  }

  @Override
  public SocketHandler handler() {
    return new Handler();
  }

  private static final class Handler implements SocketHandler {
    private final ByteBuffer pattern = ByteBuffer.wrap(PATTERN);

    @Override
    public void opened(HostSocket socket) throws IOException {
      writable(socket);
    }

    @Override
    public void writable(HostSocket socket) throws IOException {
      while (socket.isWritable()) {
        socket.write(pattern.hasRemaining() ? pattern : pattern.rewind());
      }
    }

    @Override
    public void readable(HostSocket socket) {
      while (socket.incoming().hasRemaining()) { // it listens to nothing but the end
        socket.consumed(socket.incoming().remaining());
      }
      if (socket.isAtEnd()) {
        socket.close();
      }
    }
  }

  /** The 95 lines, in octets, each ended with CR LF. */
  static byte[] pattern() {
    ByteBuffer lines = ByteBuffer.allocate(CHARACTERS * (LINE + 2));
    for (int line = 0; line < CHARACTERS; line++) {
      for (int column = 0; column < LINE; column++) {
        lines.put((byte) (FIRST + (line + column) % CHARACTERS));
      }
      lines.put((byte) '\r').put((byte) '\n');
    }
    return lines.array();
  }
}
