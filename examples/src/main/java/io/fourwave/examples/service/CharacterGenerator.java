package io.fourwave.examples.service;

import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends the printable characters, line after line, until the peer closes (RFC 864). Each line has
 * 72 of the 95 characters and begins one further than the line before, so the pattern recurs after
 * 95 lines.
 */
public final class CharacterGenerator implements SocketService {
  private static final int FIRST = ' ';
  private static final int CHARACTERS = '~' - ' ' + 1;
  private static final int LINE = 72;

  @Override
  public String name() {
    return "chargen";
  }

  @Override
  public int port() {
    return 19;
  }

  @Override
  public void serve(TcpSocket socket) throws IOException {
    ByteBuffer pattern = ByteBuffer.wrap(pattern());
    while (socket.state() == TcpState.ESTABLISHED) {
      socket.write(pattern.rewind());
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
