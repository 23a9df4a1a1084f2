package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a loop asks of its device while it answers requests, one after the other. */
class EventLoopTest {
  private static final int REQUESTS = 1_000;
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7);

  private final Host us = host("192.0.2.1", 1);
  private final Asker asker = new Asker(host("192.0.2.2", 2));
  private final EventLoop loop = new EventLoop(us, asker);

  private static Host host(String address, int seed) {
    return new Host(HostSettings.defaults().withAddresses(address), new Random(seed), 0);
  }

  private void serve() throws IOException {
    us.listen(SERVER, 1, TcpSettings.defaults(), socket -> new Answering());
    asker.socket = asker.host.connect(null, SERVER, TcpSettings.defaults());
    loop.run();
    assertEquals(REQUESTS, asker.answers);
  }

  @Test
  void aRequestIsAnsweredBeforeTheNextIsLookedFor() throws IOException {
    serve();
    assertTrue(asker.looksInVain < REQUESTS / 10, asker.looksInVain + " looks in vain");
  }

  @Test
  void nobodySleepsWhereTheNextRequestIsThereWithTheAnswer() throws IOException {
    serve();
    assertTrue(asker.sleeps < REQUESTS / 10, asker.sleeps + " sleeps");
  }

  private static final class Answering implements SocketHandler {
    @Override
    public void readable(HostSocket socket) throws IOException {
      socket.consumed(socket.incoming().remaining());
      socket.write(ByteBuffer.allocate(1));
    }
  }

  /**
   * A device with a peer in it that has its next request ready when it has an answer: as one does
   * that runs on the same processor, within the write that wakes it.
   */
  private final class Asker implements LinkDevice {
    private final Host host;
    private HostSocket socket;
    private boolean asked;
    private int answers;
    private int looksInVain;
    private int sleeps;

    Asker(Host host) {
      this.host = host;
    }

    @Override
    public int mtu() {
      return 1500;
    }

    @Override
    public boolean read(Packet into, long now) {
      boolean arrived = host.nextPacket(into, now);
      looksInVain += arrived ? 0 : 1;
      return arrived;
    }

    @Override
    public boolean write(Packet packet, long now) throws IOException {
      host.packetArrives(packet, now);
      if (asked && socket.read(ByteBuffer.allocate(1)) > 0) {
        asked = false;
        answers++;
      }
      if (answers == REQUESTS) {
        loop.stop();
      } else if (!asked && socket.isConnected()) {
        asked = true;
        socket.write(ByteBuffer.allocate(1));
      }
      return true;
    }

    @Override
    public void await(long nanos, boolean writable) {
      sleeps++;
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }
}
