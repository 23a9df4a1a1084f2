package io.fourwave.udp;

import static io.fourwave.udp.Peer.PORT;
import static io.fourwave.udp.Peer.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.fourwave.link.Packet;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to every datagram takes no memory. */
class DatagramAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUND = 2000;
  private static final int ROUNDS = 50;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDatagramThatArrivesAndTheAnswer(boolean v4) {
    Peer peer = new Peer(v4);
    Endpoint e = peer.open(PORT);
    Packet in = new Packet();
    Packet out = new Packet();
    ByteBuffer packet = ByteBuffer.wrap(peer.packet(17, peer.datagram(4000, PORT, octets(1000))));
    ByteBuffer data = ByteBuffer.allocate(2000);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUND; i++) {
        in.set(packet.rewind());
        peer.host.packetArrives(in, 0);
        answer(peer, e, data, out);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "octets taken by " + ROUND + " datagrams");
  }

  private static void answer(Peer peer, Endpoint e, ByteBuffer data, Packet out) {
    e.incoming().look();
    int length = e.incoming().length();
    e.incoming().copy(data, 0, length);
    e.outgoing().about(e.incoming().high(), e.incoming().low(), e.incoming().number(), 0);
    e.incoming().remove();
    e.outgoing().add(data, 0, length);
    peer.host.udp().send(e);
    while (peer.host.nextPacket(out, 0)) {
      assertEquals(peer.v4 ? 1028 : 1048, out.length());
    }
  }
}
