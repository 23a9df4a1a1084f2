package io.fourwave.examples.lab;

import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel's IPv4 connections, as {@code /proc/net/tcp} lists them, and {@code ss} shows. */
final class KernelTable {
  private static final Path TABLE = Path.of("/proc/self/net/tcp");

  /** The states by the kernel's numbers, from 1; 12 is a half-open connection. */
  private static final List<TcpState> STATES =
      List.of(
          TcpState.ESTABLISHED,
          TcpState.SYN_SENT,
          TcpState.SYN_RECEIVED,
          TcpState.FIN_WAIT_1,
          TcpState.FIN_WAIT_2,
          TcpState.TIME_WAIT,
          TcpState.CLOSED,
          TcpState.CLOSE_WAIT,
          TcpState.LAST_ACK,
          TcpState.LISTEN,
          TcpState.CLOSING,
          TcpState.SYN_RECEIVED);

  private KernelTable() {}

  /** The state of the connection from a local to a remote port; CLOSED if there is none. */
  static TcpState state(int localPort, int remotePort) throws IOException {
    for (String line : Files.readAllLines(TABLE)) {
      String[] words = line.strip().split("\\s+");
      if (words[0].endsWith(":") && port(words[1]) == localPort && port(words[2]) == remotePort) {
        return STATES.get(Integer.parseInt(words[3], 16) - 1);
      }
    }
    return TcpState.CLOSED;
  }

  private static int port(String addressAndPort) {
    return Integer.parseInt(addressAndPort.substring(addressAndPort.indexOf(':') + 1), 16);
  }
}
