package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt means nothing to a platform thread's sockets, and closes a virtual thread's. */
@ParameterizedClass
@EnumSource(World.Make.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptContractTest extends Contract {
  private static final byte[] MUCH = new byte[1 << 20];

  InterruptContractTest(World.Make make) {
    super(make);
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  @Test
  void aReadOfAPlatformThreadGoesOnAndTheInterruptIsKept() throws Exception {
    Ends s = connect();
    var reader = blocked(() -> receive(s.ours(), 2) + isInterrupted());
    reader.thread.interrupt();
    send(s.theirs(), "ab");
    assertEquals("abtrue", reader.result());
    assertFalse(s.ours().isClosed());
  }

  @Test
  void anAcceptOfAPlatformThreadGoesOnAndTheInterruptIsKept() throws Exception {
    ServerSocket server = listening();
    var accepting = blocked(() -> closeLater(server.accept()).isConnected() && isInterrupted());
    accepting.thread.interrupt();
    connected(server);
    assertTrue(accepting.result());
    assertFalse(server.isClosed());
  }

  @Test
  void aPlatformThreadThatIsInterruptedDoesEverything() throws Exception {
    var all =
        Call.onPlatformThread(
            () -> {
              Thread.currentThread().interrupt();
              ServerSocket server = listening();
              Socket ours = socket();
              ours.bind(new InetSocketAddress(world.here(), 0));
              ours.setTcpNoDelay(true);
              ours.connect(at(server), PATIENCE);
              Socket theirs = closeLater(server.accept());
              send(theirs, "all of it");
              ours.setSoLinger(true, 10);
              ours.sendUrgentData('!');
              String text = receive(ours, 9);
              ours.close();
              return text + isInterrupted();
            });
    assertEquals("all of ittrue", all.result());
  }

  private static <T> Call<T> blockedVirtually(Call.Body<T> body) {
    var call = Call.onVirtualThread(body);
    assumeTrue(call.isPresent(), "needs virtual threads");
    return call.get().isBlocked();
  }

  @Test
  void aReadOfAVirtualThreadEndsAndTheSocketIsClosed() throws Exception {
    Socket socket = connect().ours();
    var reader = blockedVirtually(() -> socket.getInputStream().read());
    reader.thread.interrupt();
    reader.fails(SocketException.class, "Closed by interrupt");
    assertTrue(socket.isClosed());
  }

  @Test
  void aWriteOfAVirtualThreadEndsAndTheSocketIsClosed() throws Exception {
    Socket socket = connect().ours();
    var writer =
        blockedVirtually(
            () -> {
              for (; ; ) {
                socket.getOutputStream().write(MUCH);
              }
            });
    writer.thread.interrupt();
    writer.fails(SocketException.class, "Closed by interrupt");
    assertTrue(socket.isClosed());
  }

  @Test
  void anAcceptOfAVirtualThreadEndsAndTheSocketIsClosed() throws Exception {
    ServerSocket server = listening();
    var accepting = blockedVirtually(server::accept);
    accepting.thread.interrupt();
    accepting.fails(SocketException.class, "Closed by interrupt");
    assertTrue(server.isClosed());
  }

  @Test
  void aConnectOfAVirtualThreadEndsAndTheSocketIsClosed() throws Exception {
    ServerSocket silent = silent();
    Socket socket = socket();
    var connecting = blockedVirtually(() -> connected(socket, silent));
    connecting.thread.interrupt();
    connecting.fails(SocketException.class, "Closed by interrupt");
    assertTrue(socket.isClosed());
  }

  private static boolean connected(Socket socket, ServerSocket server) throws IOException {
    socket.connect(at(server));
    return true;
  }
}
