package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.link.Packet;
import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are served by handlers on the host's thread. */
class SocketHandlerTest {
  private static final long SECOND = 1_000_000_000L;

  private final TwoHosts net = new TwoHosts(HostSettings.defaults().with(Offload.ALL));
  private final List<String> told = new ArrayList<>();

  /** Writes down what it is told. */
  private class Notes implements SocketHandler {
    @Override
    public void opened(HostSocket socket) throws IOException {
      told.add("opened");
    }

    @Override
    public void readable(HostSocket socket) throws IOException {
      told.add(socket.isAtEnd() ? "end" : "readable " + socket.incoming().remaining());
    }

    @Override
    public void closed(HostSocket socket, CloseReason reason) {
      told.add("closed " + reason);
    }
  }

  /** Sends back what comes, from ring to ring, and closes when its peer has. */
  private static final class Echo implements SocketHandler {
    @Override
    public void readable(HostSocket socket) throws IOException {
      writable(socket);
    }

    @Override
    public void writable(HostSocket socket) throws IOException {
      ByteBuffer in = socket.incoming();
      ByteBuffer out = socket.outgoing(in.remaining());
      while (in.hasRemaining() && out.hasRemaining()) {
        int count = Math.min(in.remaining(), out.remaining());
        out.put(out.position(), in, in.position(), count);
        socket.produced(count);
        socket.consumed(count);
        in = socket.incoming();
        out = socket.outgoing(in.remaining());
      }
      if (socket.isAtEnd()) {
        socket.close();
      }
    }
  }

  private HostSocket connectTo(Function<HostSocket, SocketHandler> handlerFor) throws IOException {
    net.peer.listen(new InetSocketAddress(7), 16, TcpSettings.defaults(), handlerFor);
    return connect();
  }

  private HostSocket connect() throws IOException {
    HostSocket ours =
        net.us.connect(null, new InetSocketAddress("2001:db8::2", 7), TcpSettings.defaults());
    net.settle();
    return ours;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aHandlerIsToldOfOpeningTextItsEndAndTheEnd() throws IOException {
    HostSocket ours = connectTo(socket -> new Notes());
    ours.write(text("hello"));
    net.settle();
    assertEquals(List.of("opened", "readable 5"), told);
    ours.abort();
    net.settle();
    assertEquals(List.of("opened", "readable 5", "closed RESET"), told);
  }

  @Test
  void whatHappensInOneTurnIsToldOnce() throws IOException {
    HostSocket ours = connectTo(socket -> new Notes());
    ours.settings(ours.settings().with(ours.settings().sending().withNagle(false)));
    List<Packet> packets = new ArrayList<>();
    for (String part : List.of("a", "b", "c")) {
      ours.write(text(part));
      Packet packet = new Packet();
      assertTrue(net.us.nextPacket(packet, net.now));
      packets.add(packet);
    }
    packets.forEach(packet -> net.peer.packetArrives(packet, net.now));
    assertEquals(List.of("opened"), told);
    net.settle();
    assertEquals(List.of("opened", "readable 3"), told);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, 5_000_000})
  void anEchoFromRingToRingReturnsEveryOctet(int length) throws IOException {
    HostSocket ours = connectTo(socket -> new Echo());
    byte[] sent = new byte[length];
    new Random(length).nextBytes(sent);
    ByteBuffer out = ByteBuffer.wrap(sent);
    ByteBuffer back = ByteBuffer.allocate(length);
    for (int i = 0; back.hasRemaining() && i < 10 * length; i++) {
      ours.write(out);
      net.advance(SECOND / 1000);
      ours.read(back);
    }
    assertEquals(ByteBuffer.wrap(sent), back.flip());
    ours.close();
    net.advance(SECOND);
    assertEquals(TcpState.TIME_WAIT, ours.state());
  }

  @Test
  void aHandlerThatFailsAbortsItsOwnConnectionAndNoOther() throws IOException {
    HostSocket bad =
        connectTo(
            socket -> {
              if (told.isEmpty()) {
                told.add("first");
                return failing -> {
                  throw new IllegalStateException("a handler's own fault");
                };
              }
              return new Echo();
            });
    HostSocket good = connect();
    bad.write(text("x"));
    good.write(text("y"));
    net.settle();
    assertSame(CloseReason.RESET, bad.failure());
    assertEquals(1, good.read(ByteBuffer.allocate(10)));
  }

  @Test
  void aHandlerThatCannotBeMadeAbortsTheConnection() throws IOException {
    HostSocket ours =
        connectTo(
            socket -> {
              throw new IllegalStateException("no handler");
            });
    assertSame(CloseReason.RESET, ours.failure());
    HostSocket next = connect();
    assertSame(CloseReason.RESET, next.failure());
  }

  @Test
  void aHandlerMayCloseWhenItIsToldThatItsPeerHas() throws IOException {
    HostSocket ours = connectTo(socket -> new Echo());
    ours.shutdownOutput();
    net.settle();
    assertEquals(TcpState.TIME_WAIT, ours.state());
    assertEquals(1, net.peer.connections().size(), "only the listener is left");
  }

  @Test
  void anActiveOpenMayBeHandledAsWell() throws IOException {
    HostListener listener = net.peer.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    HostSocket ours =
        net.us.connect(null, new InetSocketAddress("192.0.2.2", 7), TcpSettings.defaults());
    ours.handledBy(new Notes());
    net.settle();
    assertEquals(List.of("opened"), told);
    listener.accept().close();
    net.settle();
    assertEquals(List.of("opened", "end"), told);
  }

  @Test
  @Tag("RFC7413")
  void textThatOpensAConnectionIsToldAfterTheOpeningAndThatOnlyOnce() throws IOException {
    TcpSettings fast = TcpSettings.defaults();
    fast = fast.with(fast.options().withFastOpen(true));
    net.peer.listen(new InetSocketAddress(7), 16, fast, socket -> new Notes());
    InetSocketAddress peer = new InetSocketAddress("192.0.2.2", 7);
    HostSocket first = net.us.connect(null, peer, fast); // asks for a cookie
    net.settle();
    first.abort();
    net.settle();
    told.clear();

    HostSocket ours = net.us.connect(null, peer, fast);
    ours.write(text("hello"));
    net.settle();
    assertEquals(List.of("opened", "readable 5"), told);
  }
}
