package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Lab;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A lab whose link has a gatekeeper, and one connection through it that the kernel has opened. */
final class GatedConnection implements AutoCloseable {
  /** Segments in flight before the first acknowledgement. */
  static final int WINDOW = 20;

  private static final int PORT = 5013;

  private final Lab lab;
  private final TcpListener listener;
  private final Socket kernel;
  private final TcpSocket stack;

  private GatedConnection(Lab lab, String address) throws IOException {
    this.lab = lab;
    listener = lab.stack().listen(PORT);
    kernel = Kernel.connect(address, PORT);
    stack = listener.accept();
  }

  /** Opens all of it, on a device that gives and takes segments as they are on a wire. */
  static GatedConnection open(String address, TcpSettings settings, Gatekeeper keeper)
      throws IOException {
    Lab.Plan plan = Lab.plan().withoutOffload();
    Lab lab = plan.tcp(settings).link(device -> new GatedLink(device, keeper)).open();
    try {
      return new GatedConnection(lab, address);
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** A window of {@link #WINDOW} segments at first, and room for all that the tests send. */
  static TcpSettings settings() {
    TcpSettings settings = TcpSettings.defaults().with(new Buffers(1 << 20, 1 << 20));
    return settings.with(settings.sending().withInitialWindow(WINDOW));
  }

  /** Sends octets to the kernel, all given at once, and sees that all arrive. */
  void stackSends(int octets) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    String digest = Kernel.pour(text, octets, 23);
    CompletableFuture<String> got = CompletableFuture.supplyAsync(() -> drain(kernel));
    stack.write(ByteBuffer.wrap(text.toByteArray()));
    stack.shutdownOutput();
    assertEquals(digest, got.get(60, TimeUnit.SECONDS));
    Lab.await("the FIN to be acknowledged", () -> status().sendQueue() == 0);
  }

  private static String drain(Socket socket) {
    try {
      return Kernel.drain(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the stack knows of the connection. */
  ConnectionStatus status() {
    return lab.connections().get(0);
  }

  /** A counter of the stack's. */
  long ours(String name) throws IOException {
    return lab.stack().counters().getOrDefault(name, 0L);
  }

  @Override
  public void close() throws IOException {
    kernel.close();
    stack.close();
    listener.close();
    lab.close();
  }
}
