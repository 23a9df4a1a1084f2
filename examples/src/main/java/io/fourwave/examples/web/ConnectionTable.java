package io.fourwave.examples.web;

import io.fourwave.examples.ladder.Xml;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/** The connections as a table in HTML; each has a button to choose it with. */
final class ConnectionTable {
  private static final int MOST_ROWS = 50;
  private static final int NO_THRESHOLD = Integer.MAX_VALUE / 2;
  private static final List<String> HEADINGS =
      List.of(
          "State", "Peer", "Port", "Recv-Q", "Send-Q", "cwnd", "ssthresh", "RTT", "RTO", "Timer");

  private ConnectionTable() {}

  static String html(List<ConnectionStatus> all) {
    List<ConnectionStatus> connections = all.stream().filter(c -> c.remote() != null).toList();
    if (connections.isEmpty()) {
      return "<p class=\"more\">No connection yet: telnet to the stack, and watch.</p>";
    }
    StringBuilder html = new StringBuilder("<table><thead><tr>");
    HEADINGS.forEach(h -> html.append("<th scope=\"col\">").append(h).append("</th>"));
    html.append("</tr></thead><tbody>");
    connections.stream().limit(MOST_ROWS).forEach(c -> row(html, c));
    html.append("</tbody></table>");
    if (connections.size() > MOST_ROWS) {
      html.append("<p class=\"more\">… and ").append(connections.size() - MOST_ROWS);
      html.append(" more.</p>");
    }
    return html.toString();
  }

  private static void row(StringBuilder html, ConnectionStatus c) {
    String state = c.state().rfcName();
    String style = state.toLowerCase(Locale.ROOT);
    html.append("<tr><td><span class=\"chip b-").append(style).append("\">");
    html.append(Xml.escape(state)).append("</span></td><td><button type=\"button\" data-peer=\"");
    String peer = Xml.escape(endpoint(c.remote()));
    html.append(peer).append("\">").append(peer).append("</button></td>");
    boolean waits = c.state() == TcpState.TIME_WAIT;
    String threshold = c.ssthresh() >= NO_THRESHOLD ? "none" : Integer.toString(c.ssthresh());
    cell(html, Integer.toString(c.local().getPort()));
    cell(html, Integer.toString(c.receiveQueue()));
    cell(html, Integer.toString(c.sendQueue()));
    cell(html, waits ? "–" : Integer.toString(c.cwnd()));
    cell(html, waits ? "–" : threshold);
    cell(html, c.smoothedRtt() == 0 ? "–" : millis(c.smoothedRtt()));
    cell(html, waits ? "–" : millis(c.rto()));
    cell(html, timer(c));
    html.append("</tr>");
  }

  private static String timer(ConnectionStatus c) {
    if (c.state() == TcpState.TIME_WAIT) {
      return "2 MSL: " + millis(c.timerIn());
    }
    if (c.timer() == null) {
      return "–";
    }
    String name = c.timer().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return name + ": " + millis(c.timerIn());
  }

  private static void cell(StringBuilder html, String text) {
    html.append("<td>").append(Xml.escape(text)).append("</td>");
  }

  private static String millis(long nanos) {
    return nanos >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.0f s", nanos / 1e9)
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static String endpoint(InetSocketAddress address) {
    String host = IpAddress.of(address.getAddress()).toString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
