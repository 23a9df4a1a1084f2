package io.fourwave.examples.interop;

import io.fourwave.link.Packet;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunException;
import io.fourwave.tun.TunInterface;
import io.fourwave.tun.TunSettings;
import io.fourwave.wire.Checksum;
import io.fourwave.wire.IpAddress;
import io.fourwave.wire.Ipv4Header;
import io.fourwave.wire.Ipv6Header;
import io.fourwave.wire.TcpFlags;
import io.fourwave.wire.TcpHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A flood of SYNs from a network of hosts that do not exist, which the kernel routes to the stack
 * like any other: they come in by a TUN device of their own. Nobody there answers SYN,ACKs.
 */
final class ForgedSyns implements AutoCloseable {
  private static final String DEVICE = "flood0";
  private static final int V4_NETWORK = 198 << 24 | 18 << 16; // for benchmarks (RFC 2544)
  private static final int V4_HOSTS = 1 << 17;
  private static final long V6_NETWORK = 0x2001_0db8_f10d_0000L;
  private static final int SYN_LENGTH = TcpHeader.LENGTH + 4;
  private static final int MSS_1440 = 2 << 24 | 4 << 16 | 1440;
  private static final int TCP = 6;
  private static final int BURST = 50;

  private final TunDevice device;
  private final Random random = new Random(4987);
  private final int ipLength;
  private final ByteBuffer syn;
  private final Ipv4Header v4 = new Ipv4Header();
  private final Ipv6Header v6 = new Ipv6Header();
  private final TcpHeader tcp = new TcpHeader();
  private final Packet packet = new Packet();
  private final IpAddress target;
  private final int port;
  private final int perSecond;
  private final Thread thread = new Thread(this::flood, "flood");
  private volatile boolean over;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private volatile IOException failure;
  private long began;
  private long ended;

  /** Makes the network of those hosts, and a route to it. */
  ForgedSyns(String target, int port, int perSecond) throws IOException {
    this.target = IpAddress.parse(target);
    this.port = port;
    this.perSecond = perSecond;
    ipLength = this.target.isV4() ? Ipv4Header.MIN_LENGTH : Ipv6Header.LENGTH;
    syn = ByteBuffer.allocate(ipLength + SYN_LENGTH);
    device = TunDevice.open(TunSettings.named(DEVICE).withOffload(false));
    TunInterface.named(DEVICE)
        .withoutLinkLocal()
        .address(this.target.isV4() ? "198.18.0.1/15" : "2001:db8:f10d::1/64")
        .up();
    v4.wrap(syn, 0);
    v6.wrap(syn, 0);
    tcp.wrap(syn, ipLength);
  }

  /** Begins. */
  void start() {
    began = System.nanoTime();
    thread.start();
  }

  /** SYNs sent so far. */
  long sent() {
    return sent.get();
  }

  /** SYN,ACKs, and whatever else the hosts were sent that do not exist. */
  long answers() {
    return answers.get();
  }

  /** SYNs a second. */
  long rate() {
    return sent.get() * 1_000_000_000L / (ended - began);
  }

  private void flood() {
    try {
      while (!over) {
        for (int i = 0; i < BURST; i++) {
          packet.set(forge());
          if (device.write(packet, 0)) {
            sent.incrementAndGet();
          }
        }
        while (device.read(packet, 0)) {
          answers.incrementAndGet();
        }
        long due = began + sent.get() * 1_000_000_000L / perSecond;
        while (System.nanoTime() < due && !over) {
          LockSupport.parkNanos(50_000);
        }
      }
    } catch (TunException e) {
      failure = e;
    }
    ended = System.nanoTime();
  }

  private ByteBuffer forge() {
    IpAddress source = target.isV4() ? forgeV4() : forgeV6();
    tcp.numbers(1024 + random.nextInt(60_000), port, random.nextInt(), 0);
    tcp.rest(SYN_LENGTH, TcpFlags.SYN, 65_535, 0);
    syn.putInt(ipLength + TcpHeader.LENGTH, MSS_1440);
    tcp.checksum(0);
    long sum =
        Checksum.pseudoHeader(
            source.high(), source.low(), target.high(), target.low(), TCP, SYN_LENGTH);
    tcp.checksum(Checksum.finish(Checksum.add(sum, syn, ipLength, syn.capacity())));
    return syn.rewind();
  }

  private IpAddress forgeV4() {
    int source = V4_NETWORK | 2 + random.nextInt(V4_HOSTS - 3);
    v4.headerLength(Ipv4Header.MIN_LENGTH)
        .totalLength(syn.capacity())
        .whole(true)
        .timeToLive(64)
        .protocol(TCP)
        .source(source)
        .destination((int) target.low())
        .fillChecksum();
    return new IpAddress(0, IpAddress.mapped(source));
  }

  private IpAddress forgeV6() {
    IpAddress source = new IpAddress(V6_NETWORK, 2 + (random.nextLong() >>> 1));
    v6.flow(0, 0)
        .payloadLength(SYN_LENGTH)
        .nextHeader(TCP)
        .hopLimit(64)
        .source(source.high(), source.low())
        .destination(target.high(), target.low());
    return source;
  }

  /** Stops, and takes the network away. */
  @Override
  public void close() throws IOException {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    device.close();
    if (failure != null) {
      throw failure;
    }
  }
}
