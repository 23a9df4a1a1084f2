package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a connection ends, by halves, in order, by reset, and under a call that waits. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingContractTest extends Contract {
  private static final byte[] MUCH = new byte[1 << 20];

  ClosingContractTest(World.Make make) {
    super(make);
  }

  @Test
  void onceTheOutputIsShutThePeerReadsTheEndAndMayGoOnSending() throws Exception {
    Ends s = connect();
    send(s.ours(), "last");
    s.ours().shutdownOutput();
    assertEquals("last", receive(s.theirs(), 9));
    send(s.theirs(), "still here");
    assertEquals("still here", receive(s.ours(), 10));
    assertTrue(s.ours().isOutputShutdown() && !s.ours().isInputShutdown());
    assertFalse(s.ours().isClosed());
    s.theirs().close();
    assertEquals("", receive(s.ours(), 1));
  }

  @Test
  void nothingIsWrittenOnceTheOutputIsShut() throws Exception {
    Ends s = connect();
    OutputStream out = s.ours().getOutputStream();
    s.ours().shutdownOutput();
    assertFails(SocketException.class, "Broken pipe", () -> out.write(1));
    assertFails(SocketException.class, "Socket output is shutdown", s.ours()::getOutputStream);
    assertFails(
        SocketException.class, "Socket output is already shutdown", s.ours()::shutdownOutput);
  }

  @Test
  void onceTheInputIsShutItIsAtItsEnd() throws Exception {
    Ends s = connect();
    InputStream in = s.ours().getInputStream();
    s.ours().shutdownInput();
    assertEquals(-1, in.read());
    assertEquals(0, in.available());
    send(s.ours(), "still sending");
    assertEquals("still sending", receive(s.theirs(), 13));
    assertFails(SocketException.class, "Socket input is shutdown", s.ours()::getInputStream);
    assertFails(SocketException.class, "Socket input is already shutdown", s.ours()::shutdownInput);
    assertTrue(s.ours().isInputShutdown() && !s.ours().isOutputShutdown());
  }

  @Test
  void shuttingTheInputEndsAReadThatWaits() throws Exception {
    Ends s = connect();
    var reader = blocked(() -> s.ours().getInputStream().read());
    s.ours().shutdownInput();
    assertEquals(-1, reader.result());
  }

  @Test
  void aCloseTellsThePeerTheEnd() throws Exception {
    Ends s = connect();
    send(s.ours(), "bye");
    s.ours().close();
    assertEquals("bye", receive(s.theirs(), 99));
  }

  @Test
  void closingAStreamClosesTheSocket() throws Exception {
    Ends s = connect();
    s.ours().getInputStream().close();
    assertTrue(s.ours().isClosed());
    s.theirs().getOutputStream().close();
    assertTrue(s.theirs().isClosed());
  }

  @Test
  void aCloseWithALingerOfZeroResetsThePeer() throws Exception {
    Ends s = connect();
    s.ours().setSoLinger(true, 0);
    s.ours().close();
    assertFails(SocketException.class, "Connection reset", s.theirs().getInputStream()::read);
  }

  @Test
  void whatCameBeforeAResetIsRead() throws Exception {
    Ends s = connect();
    send(s.ours(), "first");
    Call.await("it is there", () -> available(s.theirs()) == 5);
    s.ours().setSoLinger(true, 0);
    s.ours().close();
    assertEquals("first", receive(s.theirs(), 5));
    assertFails(SocketException.class, "Connection reset", s.theirs().getInputStream()::read);
    assertFails(SocketException.class, "Connection reset", s.theirs().getInputStream()::read);
  }

  private static int available(Socket socket) {
    try {
      return socket.getInputStream().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCloseWithUnreadOctetsResetsThePeer() throws Exception {
    Ends s = connect();
    send(s.theirs(), "unread");
    Call.await("it is there", () -> available(s.ours()) == 6);
    s.ours().close();
    assertFails(SocketException.class, () -> readAndWrite(s.theirs()));
  }

  /** The end may come before the reset: the JDK on Linux sends a FIN first. */
  private static void readAndWrite(Socket socket) throws IOException {
    assertEquals(-1, socket.getInputStream().read());
    for (int i = 0; i < 1000; i++) {
      socket.getOutputStream().write(1);
      socket.getInputStream().read();
    }
  }

  @Test
  void aResetEndsAReadThatWaits() throws Exception {
    Ends s = connect();
    var reader = blocked(() -> s.theirs().getInputStream().read());
    s.ours().setSoLinger(true, 0);
    s.ours().close();
    reader.fails(SocketException.class, "Connection reset");
  }

  @Test
  void writingToAPeerThatHasClosedFailsInTheEnd() throws Exception {
    Ends s = connect();
    s.theirs().close();
    OutputStream out = s.ours().getOutputStream();
    assertFails(
        SocketException.class,
        () -> {
          for (int i = 0; i < 1000; i++) {
            out.write(MUCH); // the first are answered with a reset
          }
        });
    assertFails(SocketException.class, "Broken pipe", () -> out.write(1));
  }

  @Test
  void aCloseThatLingersWaitsForThePeerToTakeEverything() throws Exception {
    Ends s = connect();
    s.ours().setSoLinger(true, 60);
    send(s.ours(), "important");
    s.ours().close();
    assertEquals("important", receive(s.theirs(), 99));
  }

  @Test
  void aClosedSocketRefusesEveryCall() throws Exception {
    Socket socket = connect().ours();
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    socket.close();
    socket.close();
    String closed = "Socket is closed";
    assertFails(SocketException.class, closed, socket::getInputStream);
    assertFails(SocketException.class, closed, socket::getOutputStream);
    assertFails(SocketException.class, closed, socket::shutdownInput);
    assertFails(SocketException.class, closed, socket::shutdownOutput);
    assertFails(SocketException.class, closed, () -> socket.setTcpNoDelay(true));
    assertFails(SocketException.class, closed, socket::getSoTimeout);
    assertThrows(SocketException.class, () -> socket.sendUrgentData(1));
    assertFails(SocketException.class, closed, () -> socket.bind(null));
    assertFails(SocketException.class, closed, () -> socket.connect(new InetSocketAddress(1)));
    assertFails(SocketException.class, "Socket closed", in::read);
    assertFails(SocketException.class, "Socket closed", in::available);
    assertFails(SocketException.class, "Socket closed", () -> out.write(1));
  }

  @Test
  void aClosedSocketRemembersWhereItWas() throws Exception {
    Ends s = connect();
    var remote = s.ours().getRemoteSocketAddress();
    int port = s.ours().getLocalPort();
    s.ours().close();
    assertTrue(s.ours().isClosed() && s.ours().isConnected() && s.ours().isBound());
    assertEquals(remote, s.ours().getRemoteSocketAddress());
    assertEquals(port, s.ours().getLocalPort());
    assertTrue(s.ours().getLocalAddress().isAnyLocalAddress());
  }

  @Test
  void closingANewSocketClosesIt() throws Exception {
    Socket socket = socket();
    socket.close();
    assertTrue(socket.isClosed());
    assertFails(SocketException.class, "Socket is closed", socket::getInputStream);
    assertThrows(SocketException.class, () -> socket.connect(nobody()));
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    Socket socket = connect().ours();
    var reader = blocked(() -> socket.getInputStream().read());
    socket.close();
    reader.fails(SocketException.class, "Socket closed");
  }

  @Test
  void closingEndsAReadThatWaitsForATime() throws Exception {
    Socket socket = connect().ours();
    socket.setSoTimeout(PATIENCE);
    var reader = blocked(() -> socket.getInputStream().read());
    socket.close();
    reader.fails(SocketException.class, "Socket closed");
  }

  @Test
  void closingEndsAWriteThatWaits() throws Exception {
    Socket socket = connect().ours();
    var writer =
        Call.onPlatformThread(
            () -> {
              for (; ; ) {
                socket.getOutputStream().write(MUCH);
              }
            });
    writer.isBlocked();
    socket.close();
    writer.fails(SocketException.class, "Socket closed", "Socket is closed");
  }

  @Test
  void closingEndsAConnectThatWaits() throws Exception {
    ServerSocket silent = silent();
    Socket socket = socket();
    assertEquals(0, socket.getSoTimeout()); // the JDK's close misses one that connect just creates
    var connecting = blocked(() -> connect(socket, silent));
    socket.close();
    connecting.fails(SocketException.class, "Socket closed");
  }

  private static boolean connect(Socket socket, ServerSocket server) throws IOException {
    socket.connect(at(server));
    return true;
  }
}
