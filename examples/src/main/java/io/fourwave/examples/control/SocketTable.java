package io.fourwave.examples.control;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.udp.EndpointStatus;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Sockets in the manner of {@code ss -tuani}: a line each, and for a connection one with what TCP
 * knows.
 */
final class SocketTable {
  private static final int NO_THRESHOLD = Integer.MAX_VALUE / 2;

  private SocketTable() {}

  /** A line, and what stands below it; null if that is nothing. */
  private record Row(
      String protocol,
      String state,
      int receiveQueue,
      int sendQueue,
      String local,
      String peer,
      String timer,
      String below) {}

  /** The lines of connections, the heading first. */
  static List<String> connections(List<ConnectionStatus> connections) {
    return lines(rows(connections), false);
  }

  /** The lines of sockets for datagrams, the heading first. */
  static List<String> datagrams(List<EndpointStatus> sockets) {
    return lines(rowsOfDatagrams(sockets), false);
  }

  /** The lines of both, with a column that says which is which. */
  static List<String> all(List<ConnectionStatus> connections, List<EndpointStatus> sockets) {
    List<Row> rows = rowsOfDatagrams(sockets);
    rows.addAll(rows(connections));
    return lines(rows, true);
  }

  private static List<Row> rows(List<ConnectionStatus> connections) {
    List<ConnectionStatus> all = new ArrayList<>(connections);
    all.sort(Comparator.comparing(c -> c.state() == TcpState.LISTEN ? 0 : 1));
    List<Row> rows = new ArrayList<>();
    for (ConnectionStatus c : all) {
      boolean isOpen = c.state() != TcpState.LISTEN && c.state() != TcpState.TIME_WAIT;
      rows.add(
          new Row(
              "tcp",
              state(c.state()),
              c.receiveQueue(),
              c.sendQueue(),
              endpoint(c.local()),
              endpoint(c.remote()),
              timer(c),
              isOpen ? information(c) : null));
    }
    return rows;
  }

  private static List<Row> rowsOfDatagrams(List<EndpointStatus> sockets) {
    List<EndpointStatus> all = new ArrayList<>(sockets);
    all.sort(Comparator.comparing(s -> s.local().getPort()));
    List<Row> rows = new ArrayList<>();
    for (EndpointStatus s : all) {
      rows.add(
          new Row(
              "udp",
              s.remote() == null ? "UNCONN" : "ESTAB",
              s.receiveQueue(),
              s.sendQueue(),
              endpoint(s.local()),
              endpoint(s.remote()),
              "",
              null));
    }
    return rows;
  }

  private static List<String> lines(List<Row> rows, boolean withProtocol) {
    int local = Math.max(18, width(rows, Row::local));
    int peer = Math.max(17, width(rows, Row::peer));
    String form = "%-10s %-6s %-6s %" + local + "s %" + peer + "s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(
        (withProtocol ? "Netid " : "")
            + line(
                form, "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", ""));
    for (Row r : rows) {
      String cells = line(form, r.state, r.receiveQueue, r.sendQueue, r.local, r.peer, r.timer);
      lines.add((withProtocol ? r.protocol + "   " : "") + cells);
      if (r.below != null) {
        lines.add("\t " + r.below);
      }
    }
    return lines;
  }

  private static int width(List<Row> rows, Function<Row, String> column) {
    return rows.stream().mapToInt(r -> column.apply(r).length()).max().orElse(0);
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
