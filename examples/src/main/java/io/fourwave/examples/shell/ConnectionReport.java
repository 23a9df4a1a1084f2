package io.fourwave.examples.shell;

import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** Connections laid out for people: one at length, or all in a table like that of {@code ss}. */
final class ConnectionReport {
  private static final double NANOS_PER_MILLI = 1e6;

  /** More than any window can be (RFC 7323 §2.3): "arbitrarily high", as RFC 5681 §3.1 has it. */
  private static final int NO_THRESHOLD = Integer.MAX_VALUE / 2;

  private ConnectionReport() {}

  /** One connection's control block, in lines that end with {@code '\n'}. */
  static String of(ConnectionStatus c) {
    StringBuilder report = new StringBuilder();
    line(report, "state", "%s", c.state().rfcName());
    line(report, "here", "%s", endpoint(c.local()));
    line(report, "there", "%s", endpoint(c.remote()));
    line(
        report,
        "send",
        "SND.UNA %d  SND.NXT %d  SND.WND %d  (%d octets queued)",
        c.sndUna(),
        c.sndNxt(),
        c.sndWnd(),
        c.sendQueue());
    line(
        report,
        "receive",
        "RCV.NXT %d  RCV.WND %d  (%d octets unread)",
        c.rcvNxt(),
        c.rcvWnd(),
        c.receiveQueue());
    line(report, "congestion", "%s", congestion(c));
    line(report, "time", "%s", times(c));
    line(report, "sent again", "%d segments", c.retransmissions());
    line(report, "timer", "%s", timer(c));
    line(report, "options", "%s", c.options());
    return report.toString();
  }

  /** All connections, in lines that end with {@code '\n'}. */
  static String table(List<ConnectionStatus> connections) {
    StringBuilder table = new StringBuilder();
    row(table, "State", "Recv-Q", "Send-Q", "Local", "Peer", "Timer");
    for (ConnectionStatus c : connections) {
      row(
          table,
          c.state().rfcName(),
          String.valueOf(c.receiveQueue()),
          String.valueOf(c.sendQueue()),
          endpoint(c.local()),
          endpoint(c.remote()),
          timer(c));
    }
    return table.toString();
  }

  private static void line(StringBuilder report, String name, String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    report.append(String.format(Locale.ROOT, "  %-11s %s\n", name, text));
  }

  private static void row(StringBuilder table, Object... cells) {
    String text = String.format(Locale.ROOT, "%-12s %6s %6s  %-25s %-27s %s", cells);
    table.append(text.stripTrailing()).append('\n');
  }

  private static String congestion(ConnectionStatus c) {
    String threshold = c.ssthresh() >= NO_THRESHOLD ? "none" : String.valueOf(c.ssthresh());
    return String.format(
        Locale.ROOT,
        "%s  cwnd %d  ssthresh %s  MSS %d",
        c.congestionControl(),
        c.cwnd(),
        threshold,
        c.segmentSize());
  }

  private static String times(ConnectionStatus c) {
    String rtt =
        c.smoothedRtt() == 0
            ? "SRTT not measured yet"
            : "SRTT " + millis(c.smoothedRtt()) + "  RTTVAR " + millis(c.rttVariance());
    return rtt + "  RTO " + millis(c.rto());
  }

  private static String timer(ConnectionStatus c) {
    if (c.state() == TcpState.TIME_WAIT) {
      return "2 MSL over in " + millis(c.timerIn());
    }
    if (c.timer() == null) {
      return "-";
    }
    String name = c.timer().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String tries = c.backoff() > 0 ? ", try " + (c.backoff() + 1) : "";
    return name + " in " + millis(c.timerIn()) + tries;
  }

  private static String millis(long nanos) {
    double millis = nanos / NANOS_PER_MILLI;
    if (millis >= 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
    return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static String endpoint(InetSocketAddress address) {
    if (address == null) {
      return "*";
    }
    String host = IpAddress.of(address.getAddress()).toString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
