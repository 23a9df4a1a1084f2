package io.fourwave.ip;

import static io.fourwave.ip.TestPackets.ipv4;
import static io.fourwave.ip.TestPackets.ipv6;
import static io.fourwave.ip.TestPackets.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.wire.IpAddress;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to every packet takes no memory. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUND = 2000;
  private static final int ROUNDS = 50;

  private final IpLayer layer =
      new IpLayer(TestHost.settings(), Offload.NONE, new Random(1), IpObserver.NONE);
  private final Packet packet = new Packet();
  private final Packet out = new Packet();
  private long arrived;

  @BeforeEach
  void attach() {
    layer.attach(
        new TransportProtocol() {
          @Override
          public int number() {
            return TestPackets.TCP;
          }

          @Override
          public void packetArrives(IpPacket ip, long now) {
            arrived += ip.payloadLength();
          }

          @Override
          public void errorArrives(IcmpError error, long now) {
            arrived += error.mtu();
          }
        });
  }

  /** Runs until a round has taken no memory; the first ones are compiled and loaded meanwhile. */
  private static void takesNoMemory(Runnable step) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUND; i++) {
        step.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "octets taken by " + ROUND + " packets");
  }

  private void takesNoMemory(byte[] octets) {
    ByteBuffer source = ByteBuffer.wrap(octets);
    takesNoMemory(
        () -> {
          packet.set(source.rewind());
          layer.packetArrives(packet, 5);
          while (layer.nextPacket(out)) {
            arrived += out.length();
          }
        });
    assertTrue(arrived > 0);
  }

  @Test
  void arrivingIpv4() {
    takesNoMemory(ipv4().payload(octets(1400)).build());
  }

  @Test
  void arrivingIpv6() {
    takesNoMemory(ipv6().payload(octets(1400)).build());
  }

  @Test
  void echoes() {
    takesNoMemory(ipv4().icmp(8, 0, 1, octets(1400)).build());
    takesNoMemory(ipv6().icmp(128, 0, 1, octets(1400)).build());
  }

  @Test
  void echoesInFragments() {
    takesNoMemory(ipv4().icmp(8, 0, 1, octets(4000)).build());
    takesNoMemory(ipv6().icmp(128, 0, 1, octets(4000)).build());
  }

  @Test
  void errorsBothWays() {
    takesNoMemory(ipv4().protocol(200).payload(octets(1400)).build());
    byte[] quote = ipv4().from(TestPackets.US).payload(octets(20)).build();
    takesNoMemory(ipv4().icmp(3, 4, 1400, quote).build());
  }

  @Test
  void leaving() {
    IpAddress peer = IpAddress.parse(TestPackets.PEER);
    IpAddress us = layer.sourceFor(peer.high(), peer.low());
    Route route = layer.newRoute().set(us.high(), us.low(), peer.high(), peer.low());
    layer.pathMtu().reduce(peer.high(), peer.low(), 1400, 5);
    takesNoMemory(
        () -> {
          int end = IpLayer.TRANSPORT_START + layer.mtu(route, 5) - route.headerLength();
          layer.finish(packet, route, TestPackets.TCP, IpLayer.TRANSPORT_START, end, 0);
          arrived += packet.length();
          layer.queueReply(packet);
          layer.nextPacket(out);
        });
    assertEquals(1400, packet.length());
  }
}
