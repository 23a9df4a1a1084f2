package io.fourwave.socket;

import static io.fourwave.socket.StackPair.PATIENCE;
import static io.fourwave.socket.StackPair.PORT;
import static io.fourwave.socket.StackPair.peerAt;
import static io.fourwave.socket.StackPair.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.NetworkStack;
import io.fourwave.host.EventLoop;
import io.fourwave.host.HostSocket;
import io.fourwave.host.SocketHandler;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.sim.SteeredWire;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.SynCookieUse;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stacks over three queues each, and a wire that takes packets to one or the other. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SteeredFlowsTest {
  private static final int QUEUES = 3;
  private static final int CONNECTIONS = 24;
  private static final int OCTETS = 60_000;

  private final SteeredWire wire;
  private final NetworkStack us;
  private final NetworkStack peer;

  /** A wire on which every other packet comes to whichever queue. */
  SteeredFlowsTest() {
    long seed = new Random().nextLong();
    System.out.println("SteeredFlowsTest: seed " + seed);
    wire = new SteeredWire(1500, Offload.ALL, QUEUES, 2, seed);
    us = NetworkStack.over(wire.left()).address("192.0.2.1").start();
    peer =
        NetworkStack.over(wire.right())
            .address("192.0.2.2")
            .synCookies(SynCookieUse.ALWAYS)
            .msl(Duration.ZERO)
            .start();
  }

  private void close() {
    us.close(Duration.ZERO);
    peer.close(Duration.ZERO);
  }

  @Test
  void everyConnectionOpensAndCarriesItsText() throws Exception {
    byte[] text = new byte[OCTETS];
    new Random(1).nextBytes(text);
    try (TcpListener listener = peer.listen(PORT)) {
      List<StackPair.Running<Boolean>> sent = new ArrayList<>();
      List<StackPair.Running<byte[]>> talks = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        TcpSocket ours = us.connect(peerAt(PORT));
        TcpSocket theirs = listener.accept(PATIENCE);
        sent.add(run(() -> sendAll(ours, text)));
        talks.add(run(() -> theirs.inputStream().readAllBytes()));
      }
      for (StackPair.Running<byte[]> talk : talks) {
        assertArrayEquals(text, talk.result());
      }
      for (StackPair.Running<Boolean> one : sent) {
        assertTrue(one.result());
      }
      assertTrue(StackPair.count(peer, "TcpExtFourwaveHandedOver") > 0);
      assertEquals(0, StackPair.count(peer, "TcpOutRsts"));
      assertEquals(0, StackPair.count(us, "TcpOutRsts"));
      assertEquals(CONNECTIONS, StackPair.count(peer, "TcpPassiveOpens"));
    } finally {
      close();
    }
  }

  private static boolean sendAll(TcpSocket socket, byte[] text) throws Exception {
    socket.write(ByteBuffer.wrap(text));
    socket.shutdownOutput();
    return true;
  }

  @Test
  void whatIsConnectedGoesToTheLoopsInTurnAndAListenerIsShownOnce() throws Exception {
    try (TcpListener listener = peer.listen(PORT)) {
      for (int i = 0; i < 2 * QUEUES; i++) {
        us.connect(peerAt(PORT));
        listener.accept(PATIENCE);
      }
      for (EventLoop loop : us.loops().all()) {
        assertEquals(2, loop.ask(() -> loop.host().counters().of(TcpEvent.ACTIVE_OPEN)));
      }
      List<ConnectionStatus> all = peer.connections();
      assertEquals(1, all.stream().filter(c -> c.state() == TcpState.LISTEN).count());
      assertEquals(1 + 2 * QUEUES, all.size());
    } finally {
      close();
    }
  }

  @Test
  void aHandlerRunsOnTheLoopWhoseConnectionItIs() throws Exception {
    Map<HostSocket, Thread> threads = new ConcurrentHashMap<>();
    SocketHandler echo =
        socket -> {
          assertEquals(Thread.currentThread(), threads.get(socket));
          ByteBuffer in = socket.incoming();
          int count = socket.write(in.duplicate());
          socket.consumed(count);
        };
    try (HandledPort port =
        peer.serve(
            0,
            socket -> {
              threads.put(socket, Thread.currentThread());
              return echo;
            })) {
      int number = port.localAddress().getPort();
      for (int i = 0; i < CONNECTIONS; i++) {
        TcpSocket socket = us.connect(peerAt(number));
        socket.write(ByteBuffer.wrap(new byte[] {(byte) i}));
        ByteBuffer back = ByteBuffer.allocate(1);
        socket.read(back);
        assertEquals(i, back.get(0));
      }
      assertEquals(CONNECTIONS, threads.size());
      assertEquals(QUEUES, threads.values().stream().distinct().count());
    } finally {
      close();
    }
  }

  @Test
  void datagramsAndEchoesComeWhicheverQueueTheyTake() throws Exception {
    try (UdpSocket theirs = peer.udp(new InetSocketAddress(9));
        UdpSocket ours = us.udp(new InetSocketAddress(0));
        PingSocket ping = us.ping()) {
      theirs.timeout(PATIENCE);
      ours.timeout(PATIENCE);
      for (int i = 0; i < 100; i++) {
        ours.send(ByteBuffer.allocate(i), peerAt(9));
        ByteBuffer there = ByteBuffer.allocate(200);
        InetSocketAddress from = theirs.receive(there);
        theirs.send(there.flip(), from);
        ByteBuffer back = ByteBuffer.allocate(200);
        assertEquals(peerAt(9), ours.receive(back));
        assertEquals(i, back.position());
        ping.ping(InetAddress.getByName("192.0.2.2"), 40 * i, PATIENCE);
      }
    } finally {
      close();
    }
  }

  @Test
  void queuesThatDifferAreNoDevice() throws Exception {
    List<MemoryLink> differ = List.of(MemoryLink.pair(1500).left(), MemoryLink.pair(1400).left());
    NetworkStack.Builder builder = NetworkStack.over(differ).address("192.0.2.2");
    assertThrows(IllegalArgumentException.class, builder::start);
    assertThrows(IllegalArgumentException.class, NetworkStack.over(List.of())::start);
    close();
  }
}
