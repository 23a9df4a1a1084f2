package io.fourwave.examples.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Json;
import io.fourwave.tcp.ConnectionStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be seen: a page for people, and the stack's state for programs. Thread-safe. */
final class Pages {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String FRONT =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Fourwave</title>
      <style>
        :root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif }
        body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
      </style>
      <h1>This page came over Fourwave</h1>
      <p>A TCP in user space has sent it: from Netty, through java.nio, to a TUN device.</p>
      <ul>
        <li><a href="/state">/state</a>: its connections, as JSON
        <li><a href="/download?bytes=104857600">/download?bytes=N</a>: so many octets
        <li>POST or PUT to /upload: how many octets arrived, and their SHA-256
      </ul>
      </html>
      """;

  private final NetworkStack stack;

  Pages(NetworkStack stack) {
    this.stack = stack;
  }

  byte[] front() {
    return FRONT.getBytes(UTF_8);
  }

  /** The connections and the counters. */
  byte[] state() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    List<ConnectionStatus> connections = stack.connections();
    all.put("connections", connections.stream().map(Pages::of).toList());
    all.put("counters", stack.counters());
    return (Json.text(all) + "\n").getBytes(UTF_8);
  }

  private static Map<String, Object> of(ConnectionStatus c) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("state", c.state().rfcName());
    all.put("local", text(c.local()));
    all.put("remote", text(c.remote()));
    all.put("sendQueue", c.sendQueue());
    all.put("receiveQueue", c.receiveQueue());
    all.put("congestionControl", String.valueOf(c.congestionControl()));
    all.put("cwnd", c.cwnd());
    all.put("ssthresh", c.ssthresh());
    all.put("mss", c.segmentSize());
    all.put("srttMillis", c.smoothedRtt() / NANOS_PER_MILLI);
    all.put("rtoMillis", c.rto() / NANOS_PER_MILLI);
    all.put("retransmissions", c.retransmissions());
    all.put("undone", c.undone());
    return all;
  }

  private static String text(InetSocketAddress address) {
    return address == null ? "" : address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
