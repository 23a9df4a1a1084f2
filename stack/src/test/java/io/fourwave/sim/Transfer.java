package io.fourwave.sim;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** A client that sends a text to a server and closes; the server reads to the end and closes. */
final class Transfer {
  final Network network;
  final Cable cable;
  final List<String> story = new ArrayList<>();
  final ByteArrayOutputStream received = new ByteArrayOutputStream();
  final byte[] text;
  final Host clientHost;
  HostSocket client;
  HostSocket server;

  private final HostListener listener;
  private final ByteBuffer unsent;
  private final ByteBuffer buffer = ByteBuffer.allocate(10_000);
  private boolean atEnd;

  Transfer(long seed, int octets, WireSettings there, WireSettings back) throws IOException {
    this(seed, octets, there, back, "192.0.2.1", "192.0.2.2");
  }

  Transfer(long seed, int octets, WireSettings there, WireSettings back, String from, String to)
      throws IOException {
    this(seed, octets, there, back, from, to, TcpSettings.defaults());
  }

  /** One whose client has settings of its own. */
  Transfer(
      long seed,
      int octets,
      WireSettings there,
      WireSettings back,
      String from,
      String to,
      TcpSettings settings)
      throws IOException {
    network = new Network(seed);
    clientHost = network.host("client", HostSettings.defaults().withAddresses(from));
    Host serverHost = network.host("server", HostSettings.defaults().withAddresses(to));
    cable = network.join("client", "server", there, back);
    text = new byte[octets];
    new SplittableRandom(seed).nextBytes(text);
    unsent = ByteBuffer.wrap(text);
    listener = serverHost.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    InetSocketAddress remote = new InetSocketAddress(to, 7);
    client = clientHost.connect(null, remote, settings);
    network.application(now -> send());
    network.application(now -> receive());
    network.tap(
        (fate, wire, packet, now) -> {
          byte[] header = new byte[Math.min(packet.length(), 40)];
          packet.bytes().get(packet.start(), header);
          String hex = HexFormat.of().formatHex(header);
          story.add(now + " " + fate + " " + wire + " " + packet.length() + " " + hex);
        });
  }

  private boolean send() throws IOException {
    if (!unsent.hasRemaining() || !client.isWritable()) {
      return false;
    }
    client.write(unsent);
    if (!unsent.hasRemaining()) {
      client.shutdownOutput();
    }
    return true;
  }

  private boolean receive() throws IOException {
    if (server == null) {
      server = listener.accept();
    }
    if (server == null || atEnd || !server.isReadable()) {
      return false;
    }
    buffer.clear();
    int octets = server.read(buffer);
    if (octets < 0) {
      atEnd = true;
      server.close();
    } else {
      received.write(buffer.array(), 0, octets);
    }
    return true;
  }

  /** Runs until both have closed. */
  boolean run(Duration limit) {
    return network.runUntil(() -> server != null && !server.isOpen() && !client.isOpen(), limit);
  }
}
