package io.fourwave.nio;

import static io.fourwave.nio.World.addressOf;
import static io.fourwave.nio.World.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code channel.socket()} does. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketViewContractTest extends Contract {
  @Test
  void itTalksByStreams() throws Exception {
    try (Ends e = world.connect()) {
      OutputStream out = e.ours().socket().getOutputStream();
      InputStream in = e.theirs().socket().getInputStream();
      out.write('h');
      out.write("ello".getBytes(US_ASCII));
      assertEquals('h', in.read());
      assertEquals("ello", new String(in.readNBytes(4), US_ASCII));
      assertEquals(0, in.available());
      assertEquals(0, in.read(new byte[0]));
      e.ours().socket().shutdownOutput();
      assertTrue(e.ours().socket().isOutputShutdown());
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(new byte[9]));
      assertThrows(IOException.class, () -> out.write(1));
    }
  }

  @Test
  void itKnowsWhatTheChannelKnows() throws Exception {
    try (Ends e = world.connect()) {
      Socket view = e.ours().socket();
      assertSame(view, e.ours().socket());
      assertSame(e.ours(), view.getChannel());
      InetSocketAddress remote = (InetSocketAddress) e.ours().getRemoteAddress();
      InetSocketAddress local = (InetSocketAddress) e.ours().getLocalAddress();
      assertEquals(remote, view.getRemoteSocketAddress());
      assertEquals(remote.getAddress(), view.getInetAddress());
      assertEquals(remote.getPort(), view.getPort());
      assertEquals(local, view.getLocalSocketAddress());
      assertEquals(local.getAddress(), view.getLocalAddress());
      assertEquals(local.getPort(), view.getLocalPort());
      assertTrue(view.isConnected() && view.isBound() && !view.isClosed());
      assertFalse(view.isInputShutdown() || view.isOutputShutdown());
      view.shutdownInput();
      assertTrue(view.isInputShutdown());
      view.close();
      assertTrue(view.isClosed() && view.isBound());
      assertFalse(view.isConnected());
      assertEquals(remote, view.getRemoteSocketAddress());
      assertFalse(e.ours().isOpen());
    }
  }

  @Test
  void whatIsNotConnectedHasNoStreams() throws Exception {
    try (SocketChannel socket = world.socket()) {
      Socket view = socket.socket();
      assertEquals("Socket[unconnected]", view.toString());
      assertFalse(view.isConnected() || view.isBound() || view.isClosed());
      assertNull(view.getInetAddress());
      assertNull(view.getRemoteSocketAddress());
      assertNull(view.getLocalSocketAddress());
      assertEquals(0, view.getPort());
      assertEquals(-1, view.getLocalPort());
      assertTrue(view.getLocalAddress().isAnyLocalAddress());
      assertThrows(SocketException.class, view::getInputStream);
      assertThrows(SocketException.class, view::getOutputStream);
      assertThrows(SocketException.class, view::shutdownInput);
      assertThrows(SocketException.class, view::shutdownOutput);
    }
  }

  @Test
  void itBindsAndConnectsTheChannel() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      Socket view = socket.socket();
      view.bind(new InetSocketAddress(world.client(), 0));
      assertTrue(view.isBound());
      assertThrows(SocketException.class, () -> view.bind(null));
      view.connect(addressOf(listener), 60_000);
      assertTrue(socket.isConnected());
      assertThrows(Exception.class, () -> view.connect(addressOf(listener)), "JDKs differ");
      assertTrue(socket.isOpen());
      listener.accept().close();
    }
  }

  @Test
  void aRefusalIsToldAndClosesTheChannel() throws Exception {
    try (SocketChannel socket = world.socket()) {
      assertThrows(ConnectException.class, () -> socket.socket().connect(world.nobody()));
      assertFalse(socket.isOpen());
    }
  }

  @Test
  void connectingWaitsNoLongerThanItIsTold() throws Exception {
    try (Full full = full();
        SocketChannel socket = world.socket()) {
      Socket view = socket.socket();
      assertThrows(
          SocketTimeoutException.class, () -> view.connect(addressOf(full.listener()), 20));
      assertTrue(view.isClosed());
    }
  }

  @Test
  void connectingNeedsAnAddressAndTheBlockingMode() throws Exception {
    try (SocketChannel socket = world.socket();
        SocketChannel other = world.socket()) {
      Socket view = socket.socket();
      InetSocketAddress to = new InetSocketAddress(world.server(), 7);
      assertThrows(IllegalArgumentException.class, () -> view.connect(null));
      assertThrows(IllegalArgumentException.class, () -> view.connect(to, -1));
      socket.configureBlocking(false);
      assertThrows(IllegalBlockingModeException.class, () -> view.connect(to));
      assertTrue(socket.isOpen());
      InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 7);
      assertThrows(UnknownHostException.class, () -> other.socket().connect(unknown));
    }
  }

  @Test
  void aReadWaitsNoLongerThanTheTimeout() throws Exception {
    try (Ends e = world.connect()) {
      Socket view = e.ours().socket();
      InputStream in = view.getInputStream();
      assertEquals(0, view.getSoTimeout());
      view.setSoTimeout(20);
      assertEquals(20, view.getSoTimeout());
      assertThrows(SocketTimeoutException.class, in::read);
      e.theirs().write(text("a"));
      view.setSoTimeout(60_000);
      assertEquals('a', in.read());
      assertThrows(IllegalArgumentException.class, () -> view.setSoTimeout(-1));
      view.setSoTimeout(1);
      Running<String> reader = run(() -> read(e.ours(), 1)).isBlocked();
      e.theirs().write(text("b"));
      assertEquals("b", reader.result(), "the channel's own reads know no time-out");
    }
  }

  @Test
  void streamsNeedTheBlockingMode() throws Exception {
    try (Ends e = world.connect()) {
      InputStream in = e.ours().socket().getInputStream();
      OutputStream out = e.ours().socket().getOutputStream();
      e.ours().configureBlocking(false);
      assertThrows(IllegalBlockingModeException.class, in::read);
      assertThrows(IllegalBlockingModeException.class, () -> out.write(1));
    }
  }

  @Test
  void closingEndsARead() throws Exception {
    try (Ends e = world.connect()) {
      InputStream in = e.ours().socket().getInputStream();
      Running<Integer> reader = run(() -> in.read()).isBlocked();
      e.ours().socket().close();
      assertEquals(AsynchronousCloseException.class, reader.failure().getClass());
    }
  }

  @Test
  void closingAStreamClosesTheChannel() throws Exception {
    try (Ends e = world.connect()) {
      e.ours().socket().getOutputStream().close();
      assertFalse(e.ours().isOpen());
      e.theirs().socket().getInputStream().close();
      assertFalse(e.theirs().isOpen());
    }
  }

  @Test
  void aClosedSocketDoesNothing() throws Exception {
    try (Ends e = world.connect()) {
      Socket view = e.ours().socket();
      view.close();
      view.close();
      assertThrows(SocketException.class, view::getInputStream);
      assertThrows(SocketException.class, view::getOutputStream);
      assertThrows(SocketException.class, view::getSoTimeout);
      assertThrows(SocketException.class, () -> view.setSoTimeout(1));
      assertThrows(SocketException.class, view::getTcpNoDelay);
      assertThrows(SocketException.class, () -> view.setKeepAlive(true));
      assertThrows(IOException.class, view::shutdownInput);
      assertThrows(IOException.class, view::shutdownOutput);
      assertThrows(IOException.class, () -> view.bind(null));
    }
  }

  @Test
  void itHasTheOptionsOfSockets() throws Exception {
    try (Ends e = world.connect()) {
      Socket view = e.ours().socket();
      assertFalse(view.getTcpNoDelay() || view.getKeepAlive() || view.getReuseAddress());
      view.setTcpNoDelay(true);
      view.setKeepAlive(true);
      view.setReuseAddress(true);
      assertTrue(view.getTcpNoDelay() && view.getKeepAlive() && view.getReuseAddress());
      assertEquals(-1, view.getSoLinger());
      view.setSoLinger(true, 3);
      assertEquals(3, view.getSoLinger());
      view.setSoLinger(false, 3);
      assertEquals(-1, view.getSoLinger());
      view.setSendBufferSize(10_000);
      view.setReceiveBufferSize(10_000);
      assertTrue(view.getSendBufferSize() >= 10_000 && view.getReceiveBufferSize() >= 10_000);
      assertThrows(IllegalArgumentException.class, () -> view.setSendBufferSize(0));
      assertThrows(IllegalArgumentException.class, () -> view.setReceiveBufferSize(-1));
      view.setTrafficClass(0x10);
      assertEquals(0x10, view.getTrafficClass());
      view.setOOBInline(true);
      assertTrue(view.getOOBInline());
      assertSame(view, view.setOption(StandardSocketOptions.TCP_NODELAY, false));
      assertFalse(view.getOption(StandardSocketOptions.TCP_NODELAY));
      assertEquals(e.ours().supportedOptions(), view.supportedOptions());
    }
  }

  @Test
  void anUrgentOctetArrivesInlineIfWanted() throws Exception {
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.connect(addressOf(listener));
      ServerSocket server = listener.socket();
      try (Socket accepted = server.accept()) {
        accepted.setOOBInline(true);
        socket.write(text("a"));
        socket.socket().sendUrgentData('b');
        socket.write(text("c"));
        assertEquals("abc", new String(accepted.getInputStream().readNBytes(3), US_ASCII));
      }
    }
  }
}
