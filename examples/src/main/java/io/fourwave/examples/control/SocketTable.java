package io.fourwave.examples.control;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Connections in the manner of {@code ss -tani}: a line each, and one with what TCP knows. */
final class SocketTable {
  private static final int NO_THRESHOLD = Integer.MAX_VALUE / 2;

  private SocketTable() {}

  /** The lines, the heading first. */
  static List<String> lines(List<ConnectionStatus> connections) {
    List<ConnectionStatus> all = new ArrayList<>(connections);
    all.sort(Comparator.comparing(c -> c.state() == TcpState.LISTEN ? 0 : 1));
    int local = Math.max(18, width(all, true));
    int peer = Math.max(17, width(all, false));
    String form = "%-10s %-6s %-6s %" + local + "s %" + peer + "s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(
        line(form, "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", ""));
    for (ConnectionStatus c : all) {
      lines.add(
          line(
              form,
              state(c.state()),
              c.receiveQueue(),
              c.sendQueue(),
              endpoint(c.local()),
              endpoint(c.remote()),
              timer(c)));
      if (c.state() != TcpState.LISTEN && c.state() != TcpState.TIME_WAIT) {
        lines.add("\t " + information(c));
      }
    }
    return lines;
  }

  private static int width(List<ConnectionStatus> all, boolean local) {
    return all.stream()
        .mapToInt(c -> endpoint(local ? c.local() : c.remote()).length())
        .max()
        .orElse(0);
  }

  private static String line(String form, Object... cells) {
    return String.format(Locale.ROOT, form, cells).stripTrailing();
  }

  /** The names that {@code ss} has. */
  private static String state(TcpState state) {
    return switch (state) {
      case ESTABLISHED -> "ESTAB";
      case SYN_RECEIVED -> "SYN-RECV";
      case CLOSED -> "UNCONN";
      default -> state.rfcName();
    };
  }

  private static String endpoint(InetSocketAddress address) {
    if (address == null) {
      return "*:*";
    }
    if (address.getAddress().isAnyLocalAddress()) {
      return "*:" + address.getPort();
    }
    String host = IpAddress.of(address.getAddress()).toString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String timer(ConnectionStatus c) {
    if (c.state() == TcpState.TIME_WAIT) {
      return "timer:(timewait," + time(c.timerIn()) + ",0)";
    }
    if (c.timer() == null) {
      return "";
    }
    String name =
        switch (c.timer()) {
          case RETRANSMIT, TAIL_LOSS, REORDERING -> "on";
          case PERSIST -> "persist";
          case KEEP_ALIVE -> "keepalive";
          case FIN_WAIT_2 -> "timewait";
          default -> c.timer().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    return "timer:(" + name + "," + time(c.timerIn()) + "," + c.backoff() + ")";
  }

  private static String time(long nanos) {
    long millis = Math.max(0, nanos) / 1_000_000;
    if (millis < 1_000) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    return seconds < 60 ? seconds + "sec" : seconds / 60 + "min" + seconds % 60 + "sec";
  }

  /** Windows are counted in segments, as {@code ss} has them. */
  private static String information(ConnectionStatus c) {
    int mss = Math.max(1, c.segmentSize());
    StringJoiner text = new StringJoiner(" ");
    text.add(c.congestionControl().toLowerCase(Locale.ROOT));
    text.add("rto:" + millis(c.rto()));
    if (c.smoothedRtt() > 0) {
      text.add("rtt:" + millis(c.smoothedRtt()) + "/" + millis(c.rttVariance()));
    }
    text.add("mss:" + c.segmentSize());
    text.add("cwnd:" + c.cwnd() / mss);
    if (c.ssthresh() < NO_THRESHOLD) {
      text.add("ssthresh:" + c.ssthresh() / mss);
    }
    if (c.backoff() > 0) {
      text.add("backoff:" + c.backoff());
    }
    text.add("unacked:" + (c.sndNxt() - c.sndUna()));
    if (c.retransmissions() > 0) {
      text.add("retrans:" + c.retransmissions());
    }
    if (c.undone() > 0) {
      text.add("undone:" + c.undone());
    }
    text.add("snd_wnd:" + c.sndWnd());
    text.add("rcv_wnd:" + c.rcvWnd());
    text.add(memory(c));
    return text + (c.options().isEmpty() ? "" : " (" + c.options() + ")");
  }

  /** Octets in each buffer, octets it has room for, and what both take; as {@code ss -m} has it. */
  private static String memory(ConnectionStatus c) {
    return String.format(
        Locale.ROOT,
        "skmem:(r%d,rb%d,t%d,tb%d,m%d)",
        c.receiveQueue(),
        c.receiveBuffer(),
        c.sendQueue(),
        c.sendBuffer(),
        c.memory());
  }

  private static String millis(long nanos) {
    String text = String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
