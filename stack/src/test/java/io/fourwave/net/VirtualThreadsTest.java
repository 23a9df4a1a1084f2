package io.fourwave.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many virtual threads wait in our sockets, and none takes a thread of the platform with it. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest extends Contract {
  private static final int MANY = 1_000;
  private static final String PINNED = "jdk.VirtualThreadPinned";

  @TempDir private Path directory;

  VirtualThreadsTest() {
    super(World.Make.FOURWAVE);
  }

  /** Classes are initialized before the many come: who waits for that is pinned by the JVM. */
  @BeforeEach
  void warmUp() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before Java 21");
    ServerSocket server = listening();
    var service = Call.onVirtualThread(() -> echo(server)).orElseThrow();
    try (Socket ours = socket()) {
      var reader = Call.onVirtualThread(() -> connectAndRead(ours, server)).orElseThrow();
      Call.await("it is connected", ours::isConnected);
      ours.getOutputStream().write(5);
      ours.shutdownOutput();
      assertEquals(5, reader.result());
      assertEquals(1, service.result());
    }
  }

  @Test
  void aThousandVirtualThreadsWaitInReadAndNoneIsPinned() throws Exception {
    try (Recording recording = recording()) {
      ServerSocket server = server();
      server.bind(new InetSocketAddress(world.there(), 0), MANY);
      List<Socket> theirs = new ArrayList<>();
      List<Call<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Socket ours = socket();
        readers.add(Call.onVirtualThread(() -> connectAndRead(ours, server)).orElseThrow());
        theirs.add(closeLater(server.accept()));
      }
      readers.forEach(reader -> Call.await("it reads", () -> reader.isParkedIn("SocketIn")));
      for (Socket each : theirs) {
        each.getOutputStream().write(7);
      }
      for (Call<Integer> reader : readers) {
        assertEquals(7, reader.result());
      }
      assertEquals(List.of(), pinned(recording));
    }
  }

  private static int connectAndRead(Socket socket, ServerSocket server) throws Exception {
    socket.connect(at(server));
    socket.setTcpNoDelay(true);
    return socket.getInputStream().read();
  }

  @Test
  void aThousandVirtualThreadsWriteAndAcceptAndNoneIsPinned() throws Exception {
    try (Recording recording = recording()) {
      ServerSocket server = server();
      server.bind(new InetSocketAddress(world.there(), 0), MANY);
      List<Call<Integer>> services = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        services.add(Call.onVirtualThread(() -> echo(server)).orElseThrow());
      }
      for (int i = 0; i < MANY; i++) {
        try (Socket ours = socket()) {
          ours.connect(at(server));
          ours.getOutputStream().write(new byte[2_000]);
          ours.shutdownOutput();
          assertEquals(2_000, ours.getInputStream().readAllBytes().length);
        }
      }
      for (Call<Integer> service : services) {
        assertEquals(2_000, service.result());
      }
      assertEquals(List.of(), pinned(recording));
    }
  }

  private static int echo(ServerSocket server) throws Exception {
    try (Socket socket = server.accept()) {
      return (int) socket.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  @Test
  void theRecorderSeesAThreadThatIsPinned() throws Exception {
    try (Recording recording = recording()) {
      Call.onVirtualThread(() -> Pins.VALUE).orElseThrow().result();
      assertFalse(pinned(recording).isEmpty());
    }
  }

  /** Who waits in a class's initializer has frames of the JVM on the stack, and is pinned. */
  private static final class Pins {
    static final Integer VALUE = waited();

    private static Integer waited() {
      LockSupport.parkNanos(50_000_000);
      return 1;
    }
  }

  private static Recording recording() {
    Recording recording = new Recording();
    recording.enable(PINNED).withoutThreshold().withStackTrace();
    recording.start();
    return recording;
  }

  private List<RecordedEvent> pinned(Recording recording) throws Exception {
    recording.stop();
    Path file = directory.resolve("recording.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .toList();
  }
}
