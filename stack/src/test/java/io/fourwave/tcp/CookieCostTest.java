package io.fourwave.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.fourwave.host.HostSettings;
import io.fourwave.link.Packet;
import io.fourwave.tcp.conversation.Conversation;
import io.fourwave.tcp.conversation.Family;
import io.fourwave.tcp.conversation.Seg;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a flood costs when it is answered with cookies: no memory at all. */
class CookieCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUND = 2000;
  private static final int ROUNDS = 50;

  private final Packet out = new Packet();

  private static Conversation always(Family family) {
    TcpHostSettings always = TcpHostSettings.DEFAULTS.withSynCookies(SynCookieUse.ALWAYS);
    return family.of(HostSettings.defaults().with(always)).listen();
  }

  private void takesNoMemory(Conversation us, Packet packet) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUND; i++) {
        us.host.packetArrives(packet, us.host.now());
        while (us.host.nextPacket(out, us.host.now())) {
          out.length();
        }
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "octets taken by " + ROUND + " packets");
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void synsTakeNoMemory(Family family) {
    Conversation us = always(family);
    takesNoMemory(us, us.toPacket(Seg.syn().mss(1460).wscale(7).sackOk().ts(1, 0)));
    assertEquals(1, us.host.connections().size());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void acksThatBringNoCookieTakeNoMemory(Family family) {
    Conversation us = always(family);
    us.peerSends(Seg.syn()).emits();
    takesNoMemory(us, us.toPacket(Seg.ack(77)));
    assertEquals(1, us.host.connections().size());
  }
}
