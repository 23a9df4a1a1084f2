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
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A lab whose link has a gatekeeper, and one connection through it. */
final class GatedConnection implements AutoCloseable {
  /** Segments in flight before the first acknowledgement. */
  static final int WINDOW = 20;

  private static final int PORT = 5013;

  /** Who opens the connection, and over what. */
  enum Opener {
    KERNEL_V4(Lab.STACK_V4),
    KERNEL_V6(Lab.STACK_V6),
    STACK_V4(Lab.KERNEL_V4),
    STACK_V6(Lab.KERNEL_V6);

    private final String address;

    Opener(String address) {
      this.address = address;
    }

    boolean isStack() {
      return this == STACK_V4 || this == STACK_V6;
    }
  }

  private final Lab lab;
  private final Closeable listener;
  private final Socket kernel;
  private final TcpSocket stack;

  private GatedConnection(Lab lab, Closeable listener, Socket kernel, TcpSocket stack)
      throws IOException {
    this.lab = lab;
    this.listener = listener;
    this.kernel = kernel;
    this.stack = stack;
    kernel.setTcpNoDelay(true);
    kernel.setSoTimeout(60_000);
  }

  private static GatedConnection byKernel(Lab lab, String address) throws IOException {
    TcpListener listener = lab.stack().listen(PORT);
    Socket kernel = Kernel.connect(address, PORT);
    return new GatedConnection(lab, listener::close, kernel, listener.accept());
  }

  /** To a port of its own: at any other the kernel may still be in TIME-WAIT with our new port. */
  private static GatedConnection byStack(Lab lab, String address) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName(address));
    try {
      InetSocketAddress far = new InetSocketAddress(address, listener.getLocalPort());
      TcpSettings settings = lab.stack().settings();
      TcpSocket stack = lab.stack().connect(null, far, settings, Duration.ofSeconds(30));
      return new GatedConnection(lab, listener, listener.accept(), stack);
    } catch (IOException | RuntimeException e) {
      listener.close(); // it is the kernel's, and does not go with the lab
      throw e;
    }
  }

  /** Opens all of it in a lab of a certain plan. */
  static GatedConnection open(Opener opener, Lab.Plan plan, Gatekeeper keeper) throws IOException {
    return open(opener, plan, keeper, () -> {});
  }

  /** Opens all of it, on a device that gives and takes segments as they are on a wire. */
  static GatedConnection open(String address, TcpSettings settings, Gatekeeper keeper)
      throws IOException {
    return open(address, settings, keeper, () -> {});
  }

  /** The same for a busy machine: the timers of both ends are to expire after all else. */
  static GatedConnection openPatient(String address, Gatekeeper keeper) throws IOException {
    TcpSettings settings = patient(settings());
    String[] kernels = {"ip", "route", "add", address, "dev", Lab.DEVICE, "rto_min", "5s"};
    return open(address, settings, keeper, () -> Program.run(kernels));
  }

  private static GatedConnection open(
      String address, TcpSettings settings, Gatekeeper keeper, Runnable before) throws IOException {
    Opener opener = address.equals(Lab.STACK_V4) ? Opener.KERNEL_V4 : Opener.KERNEL_V6;
    return open(opener, Lab.plan().withoutOffload().tcp(settings), keeper, before);
  }

  private static GatedConnection open(
      Opener opener, Lab.Plan plan, Gatekeeper keeper, Runnable before) throws IOException {
    Lab lab = plan.link(device -> new GatedLink(device, keeper)).open();
    try {
      before.run();
      return opener.isStack() ? byStack(lab, opener.address) : byKernel(lab, opener.address);
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

  /** The same with timeouts of five seconds at least: on a busy machine too they come last. */
  static TcpSettings patient(TcpSettings settings) {
    Duration least = Duration.ofSeconds(5);
    Retransmission timer = settings.retransmission();
    return settings.with(timer.withTimeouts(least, least, Duration.ofMinutes(1)));
  }

  /** What the stack knows of the connection. */
  ConnectionStatus status() {
    return lab.connections().get(0);
  }

  /** What {@code ss} says of the kernel's socket. */
  String kernelStatus() {
    String port = String.valueOf(kernel.getLocalPort());
    String far = String.valueOf(kernel.getPort());
    return Program.run("ss", "-Htino", "state", "established", "sport", port, "and", "dport", far);
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
