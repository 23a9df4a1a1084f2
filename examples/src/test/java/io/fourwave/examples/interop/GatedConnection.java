package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import io.fourwave.socket.TcpListener;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.Retransmission;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    kernel.setTcpNoDelay(true);
    stack = listener.accept();
  }

  /** Opens all of it, on a device that gives and takes segments as they are on a wire. */
  static GatedConnection open(String address, TcpSettings settings, Gatekeeper keeper)
      throws IOException {
    return open(address, settings, keeper, () -> {});
  }

  /** The same for a busy machine: the timers of both ends are to expire after all else. */
  static GatedConnection openPatient(String address, Gatekeeper keeper) throws IOException {
    TcpSettings settings = settings();
    Duration least = Duration.ofSeconds(5);
    Retransmission timer = settings.retransmission();
    settings = settings.with(timer.withTimeouts(least, least, Duration.ofMinutes(1)));
    String[] kernels = {"ip", "route", "add", address, "dev", Lab.DEVICE, "rto_min", "5s"};
    return open(address, settings, keeper, () -> Program.run(kernels));
  }

  private static GatedConnection open(
      String address, TcpSettings settings, Gatekeeper keeper, Runnable before) throws IOException {
    Lab.Plan plan = Lab.plan().withoutOffload();
    Lab lab = plan.tcp(settings).link(device -> new GatedLink(device, keeper)).open();
    try {
      before.run();
      return new GatedConnection(lab, address);
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** A window of {@link #WINDOW} segments at first, and room for all that the tests send. */
  static TcpSettings settings() {
    TcpSettings settings = TcpSettings.defaults().with(new Buffers(1 << 20, 1 << 20));
    return settings.with(settings.sending().withInitialWindow(WINDOW).withNagle(false));
  }

  /** Sends octets to the kernel, all given at once, and sees that all arrive. */
  void stackSends(int octets) throws Exception {
    byte[] text = text(octets);
    CompletableFuture<byte[]> got =
        CompletableFuture.supplyAsync(() -> read(kernel::getInputStream, octets));
    stack.write(ByteBuffer.wrap(text));
    assertArrayEquals(text, got.get(60, TimeUnit.SECONDS));
    Lab.await("the last acknowledgement", () -> status().sendQueue() == 0);
  }

  /** Lets the kernel send octets, and sees that all arrive. */
  void kernelSends(int octets) throws Exception {
    byte[] text = text(octets);
    CompletableFuture<byte[]> got =
        CompletableFuture.supplyAsync(() -> read(stack::inputStream, octets));
    kernel.getOutputStream().write(text);
    assertArrayEquals(text, got.get(60, TimeUnit.SECONDS));
  }

  private static byte[] text(int octets) {
    byte[] text = new byte[octets];
    new Random(octets).nextBytes(text);
    return text;
  }

  private static byte[] read(Callable<InputStream> from, int octets) {
    try {
      return from.call().readNBytes(octets);
    } catch (Exception e) {
      throw new CompletionException(e);
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
