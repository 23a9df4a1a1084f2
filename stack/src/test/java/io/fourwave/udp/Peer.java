package io.fourwave.udp;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fourwave.host.Host;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * A host of ours in virtual time, and a peer that sends whatever octets the test wants, put
 * together with arithmetic of its own.
 */
final class Peer {
  static final int PORT = 5000;

  final Host host;
  final boolean v4;
  final IpAddress us;
  final IpAddress peer;
  private final Packet in = new Packet(ByteBuffer.allocate(Packet.HEADROOM + Packet.MAX_LENGTH));
  final Packet out = new Packet(ByteBuffer.allocate(Packet.HEADROOM + Packet.MAX_LENGTH));

  Peer(boolean v4) {
    this(v4, Offload.NONE);
  }

  Peer(boolean v4, Offload offload) {
    this.v4 = v4;
    us = IpAddress.parse(v4 ? "192.0.2.2" : "2001:db8::2");
    peer = IpAddress.parse(v4 ? "192.0.2.1" : "2001:db8::1");
    HostSettings settings = HostSettings.defaults().with(offload);
    host = new Host(settings.withAddresses("192.0.2.2", "2001:db8::2"), new Random(42), 0);
  }

  /** Octets that differ from their neighbours. */
  static byte[] octets(int count) {
    byte[] octets = new byte[count];
    for (int i = 0; i < count; i++) {
      octets[i] = (byte) (i * 13 + (i >> 8) + 1);
    }
    return octets;
  }

  /** A datagram with its checksum, from the peer. */
  byte[] datagram(int fromPort, int toPort, byte[] data) {
    byte[] udp = withoutChecksum(fromPort, toPort, data);
    int sum = checksum(pseudo(17, udp.length, true), udp);
    ByteBuffer.wrap(udp).putShort(6, (short) (sum == 0 ? 0xffff : sum));
    return udp;
  }

  static byte[] withoutChecksum(int fromPort, int toPort, byte[] data) {
    ByteBuffer udp = ByteBuffer.allocate(8 + data.length);
    udp.putShort((short) fromPort).putShort((short) toPort).putShort((short) (8 + data.length));
    return udp.putShort((short) 0).put(data).array();
  }

  /** An ICMP message with its checksum, from the peer. */
  byte[] icmp(int type, int code, int rest, byte[] body) {
    ByteBuffer icmp = ByteBuffer.allocate(8 + body.length);
    icmp.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(body);
    byte[] all = icmp.array();
    byte[] pseudo = v4 ? new byte[0] : pseudo(58, all.length, true);
    icmp.putShort(2, (short) checksum(pseudo, all));
    return all;
  }

  byte[] pseudo(int protocol, int length, boolean fromPeer) {
    byte[] from = (fromPeer ? peer : us).toInetAddress().getAddress();
    byte[] to = (fromPeer ? us : peer).toInetAddress().getAddress();
    ByteBuffer pseudo = ByteBuffer.allocate(2 * from.length + 8);
    return pseudo.put(from).put(to).putInt(protocol).putInt(length).array();
  }

  static int checksum(byte[]... parts) {
    long sum = 0;
    for (byte[] part : parts) {
      for (int i = 0; i < part.length; i++) {
        sum += (part[i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
      }
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) (~sum & 0xffff);
  }

  /** An IP packet from the peer to us. */
  byte[] packet(int protocol, byte[] payload) {
    return packet(protocol, payload, us);
  }

  byte[] packet(int protocol, byte[] payload, IpAddress to) {
    byte[] from = peer.toInetAddress().getAddress();
    byte[] destination = to.toInetAddress().getAddress();
    if (!v4) {
      ByteBuffer ip = ByteBuffer.allocate(40 + payload.length);
      ip.putInt(6 << 28).putShort((short) payload.length).put((byte) protocol).put((byte) 64);
      return ip.put(from).put(destination).put(payload).array();
    }
    ByteBuffer ip = ByteBuffer.allocate(20 + payload.length);
    ip.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putInt(0x4000);
    ip.put((byte) 64).put((byte) protocol).putShort((short) 0).put(from).put(destination);
    ip.putShort(10, (short) checksum(Arrays.copyOf(ip.array(), 20)));
    return ip.put(payload).array();
  }

  Peer sends(byte[] packet) {
    in.set(ByteBuffer.wrap(packet));
    host.packetArrives(in, host.now());
    return this;
  }

  Peer sendsDatagram(int fromPort, int toPort, byte[] data) {
    return sends(packet(17, datagram(fromPort, toPort, data)));
  }

  /** The next packet we send, or null. */
  byte[] poll() {
    if (!host.nextPacket(out, host.now())) {
      return null;
    }
    byte[] octets = new byte[out.length()];
    out.bytes().get(out.start(), octets);
    return octets;
  }

  /** What the next packet we send holds behind its IP header. */
  byte[] emits() {
    byte[] packet = poll();
    assertNotNull(packet, "a packet was expected");
    return Arrays.copyOfRange(packet, v4 ? 20 : 40, packet.length);
  }

  /** Opens an endpoint on any address. */
  Endpoint open(int port) {
    return open(port, DatagramEvents.NONE);
  }

  Endpoint open(int port, DatagramEvents events) {
    try {
      return host.udp().open(null, port, QueueLimits.DEFAULTS, events);
    } catch (java.net.BindException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Our application sends to the peer. */
  void send(DatagramLayer layer, Endpoint e, int port, byte[] data) {
    e.outgoing().about(peer.high(), peer.low(), port, 0);
    e.outgoing().add(ByteBuffer.wrap(data), 0, data.length);
    layer.send(e);
  }

  /** What our application reads next, or null. */
  static byte[] read(Endpoint e) {
    if (!e.incoming().look()) {
      return null;
    }
    byte[] data = new byte[e.incoming().length()];
    e.incoming().copy(ByteBuffer.wrap(data), 0, data.length);
    e.incoming().remove();
    return data;
  }
}
