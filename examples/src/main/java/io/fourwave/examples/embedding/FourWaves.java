package io.fourwave.examples.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSettings;
import io.fourwave.host.HostSocket;
import io.fourwave.link.Packet;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;

/**
 * The four waves goodbye, between two hosts in one process. There is no thread, no device, no clock
 * and no root: a {@link Host} takes packets, calls and the time as arguments and gives packets
 * back, so whoever has packets from anywhere can drive one as {@link #runUntil} does here.
 */
public final class FourWaves {
  private static final long MILLISECOND = 1_000_000; // all times are nanoseconds
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long ONE_WAY = 10 * MILLISECOND;
  private static final InetSocketAddress SERVICE = new InetSocketAddress("192.0.2.2", 7);

  private final PrintWriter out;
  private final Host client = host("192.0.2.1", 1);
  private final Host server = host("192.0.2.2", 2);
  private final Queue<OnTheWire> wire =
      new ArrayDeque<>(); // each takes as long: first in, first out
  private long now;

  /** A packet on its way to a host. */
  private record OnTheWire(Packet packet, Host to, long arrival) {}

  /** A play whose script goes to {@code out}. */
  public FourWaves(PrintWriter out) {
    this.out = out;
  }

  private static Host host(String address, long seed) {
    return new Host(HostSettings.defaults().withAddresses(address), new Random(seed), 0);
  }

  /** Plays it to the end: a bit over a minute of virtual time. */
  public void run() throws IOException {
    out.printf("%9s  %-13s%-34s%s%n", "time", "client", "", "server");
    HostListener listener = server.listen(SERVICE, 1, TcpSettings.defaults());

    title("the client opens: three segments");
    HostSocket ours = client.connect(null, SERVICE, TcpSettings.defaults());
    runFor(100 * MILLISECOND);
    HostSocket theirs = listener.accept();

    title("a line of text, and its acknowledgement");
    ours.write(text("Hello, four waves!"));
    runFor(100 * MILLISECOND);
    out.println("           the server reads: " + read(theirs));

    title("the client has nothing more to say: it closes its way");
    ours.shutdownOutput();
    runFor(100 * MILLISECOND);

    title("the other way is still open: the server may go on");
    theirs.write(text("One thing more: goodbye!"));
    runFor(100 * MILLISECOND);
    out.println("           the client reads: " + read(ours));

    title("then the server closes as well");
    theirs.close();
    runFor(100 * MILLISECOND);

    title("TIME-WAIT: the 4th wave may be lost, then the 3rd comes again; so wait 2 MSL, a minute");
    runFor(59 * SECOND);
    show("");
    runFor(2 * SECOND);
    show("2 MSL are over");
  }

  private void runFor(long time) throws IOException {
    runUntil(now + time);
  }

  /** Moves the clock, and does on the way what falls due: all that an event loop would do. */
  private void runUntil(long end) throws IOException {
    while (true) {
      takeOutput(client, server);
      takeOutput(server, client);
      long next = Math.min(client.nextDeadline(), server.nextDeadline());
      next = wire.isEmpty() ? next : Math.min(next, wire.element().arrival());
      now = Math.min(next, end);
      client.advanceTo(now);
      server.advanceTo(now);
      if (next > end) {
        return;
      }
      if (!wire.isEmpty() && wire.element().arrival() == now) {
        deliver(wire.remove());
      }
    }
  }

  private void takeOutput(Host from, Host to) {
    Packet packet = new Packet();
    while (from.nextPacket(packet, now)) {
      wire.add(new OnTheWire(packet, to, now + ONE_WAY));
      packet = new Packet();
    }
  }

  private void deliver(OnTheWire passing) {
    Host to = passing.to();
    TcpState before = state(to);
    to.packetArrives(passing.packet(), now);
    String wave = wave(before, state(to));
    String segment = segment(passing.packet());
    show(to == server ? segment + " -->" + wave : "<-- " + segment + wave);
  }

  private static String wave(TcpState before, TcpState after) {
    if (before == after) {
      return "";
    }
    return switch (after) {
      case CLOSE_WAIT -> "   1st wave";
      case FIN_WAIT_2 -> "   2nd wave";
      case TIME_WAIT -> "   3rd wave";
      case CLOSED -> "   4th wave";
      default -> "";
    };
  }

  /**
   * What a packet is: it has an IPv4 header, then TCP's, as on any wire (RFC 791, RFC 9293 §3.1).
   */
  private static String segment(Packet packet) {
    ByteBuffer octets = packet.bytes();
    int tcp = packet.start() + 4 * (octets.get(packet.start()) & 0x0f);
    int text = tcp + 4 * (octets.get(tcp + 12) >> 4 & 0x0f);
    int flags = octets.get(tcp + 13);
    String names = "";
    names += (flags & 0x02) != 0 ? "SYN " : "";
    names += (flags & 0x01) != 0 ? "FIN " : "";
    names += (flags & 0x10) != 0 ? "ACK " : "";
    int length = packet.end() - text;
    return names.strip() + (length > 0 ? " and " + length + " octets" : "");
  }

  private void show(String what) {
    double seconds = (double) now / SECOND;
    String ours = state(client).rfcName();
    String theirs = state(server).rfcName();
    out.printf(Locale.ROOT, "%8.3fs  %-13s%-34s%s%n", seconds, ours, what, theirs);
  }

  private void title(String title) {
    out.printf("%n%s%n", title);
  }

  private static TcpState state(Host host) {
    return host.connections().stream()
        .filter(connection -> connection.remote() != null) // all but the listener
        .findFirst()
        .map(connection -> connection.state())
        .orElse(TcpState.CLOSED);
  }

  private static ByteBuffer text(String line) {
    return ByteBuffer.wrap(line.getBytes(US_ASCII));
  }

  private static String read(HostSocket socket) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(100);
    socket.read(octets);
    return US_ASCII.decode(octets.flip()).toString();
  }
}
