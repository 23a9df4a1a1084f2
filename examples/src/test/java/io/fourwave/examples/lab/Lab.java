package io.fourwave.examples.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.NetworkStack;
import io.fourwave.examples.serve.Server;
import io.fourwave.examples.serve.Services;
import io.fourwave.link.LinkDevice;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunInterface;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A network to experiment in: the kernel at one end of a TUN device, a stack with all services at
 * the other, in the namespace that integration tests have to themselves. Made with {@link #plan},
 * closed with everything in it.
 */
public final class Lab implements AutoCloseable {
  public static final String DEVICE = "tun0";

  /** The stack's addresses. */
  public static final String STACK_V4 = "192.0.2.2";

  public static final String STACK_V6 = "2001:db8::2";

  /** The kernel's. */
  public static final String KERNEL_V4 = "192.0.2.1";

  public static final String KERNEL_V6 = "2001:db8::1";

  private final Server server;

  private Lab(Server server) {
    this.server = server;
  }

  /** A lab with the defaults, and its device with offload. */
  public static Lab open() throws IOException {
    return plan().open();
  }

  /** A lab in which something is to differ. */
  public static Plan plan() {
    return new Plan();
  }

  /** Says what a lab is to be like. */
  public static final class Plan {
    private TcpSettings tcp = TcpSettings.defaults();
    private Duration msl = Duration.ofSeconds(30);
    private boolean offload = true;
    private UnaryOperator<LinkDevice> link = device -> device;

    private Plan() {}

    /** TCP with other settings. */
    public Plan tcp(TcpSettings settings) {
      tcp = settings;
      return this;
    }

    /** Another maximum segment lifetime. */
    public Plan msl(Duration time) {
      msl = time;
      return this;
    }

    /** A device that takes packets of up to the MTU only. */
    public Plan withoutOffload() {
      offload = false;
      return this;
    }

    /** Something between the stack and the device: faults, a capture. */
    public Plan link(UnaryOperator<LinkDevice> around) {
      link = around;
      return this;
    }

    /** Builds it. Skips the test where there is no namespace for it. */
    public Lab open() throws IOException {
      requirePrivateNetwork();
      TunDevice device = TunDevice.open(TunSettings.named(DEVICE).withOffload(offload));
      try {
        TunInterface.named(DEVICE)
            .withoutLinkLocal()
            .address(KERNEL_V4 + "/24")
            .address(KERNEL_V6 + "/64")
            .up();
        NetworkStack stack =
            NetworkStack.over(link.apply(device))
                .address(STACK_V4)
                .address(STACK_V6)
                .tcp(tcp)
                .msl(msl)
                .start();
        return new Lab(Server.start(stack, Services.all(stack)));
      } catch (IOException | RuntimeException e) {
        device.close();
        throw e;
      }
    }
  }

  /** Skips the test unless it has a network namespace to itself. */
  public static void requirePrivateNetwork() {
    assumeTrue(
        "private".equals(System.getProperty("fourwave.netns")),
        "needs a network namespace of its own: run it with 'sudo ./fourwave test'");
  }

  /** The stack. */
  public NetworkStack stack() {
    return server.stack();
  }

  /** Begins to capture TCP on a port. */
  public Capture capture(int port) {
    return Capture.of(DEVICE, "tcp port " + port);
  }

  /** The stack's connections with a peer, TIME-WAIT too. */
  public List<ConnectionStatus> connections() {
    try {
      return stack().connections().stream().filter(c -> c.remote() != null).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something is so. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Program.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("in vain: waited for " + what);
      }
      pause();
    }
  }

  /** Lets others get on with it. */
  private static void pause() {
    try {
      boolean over = new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      assert !over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Stops the services and the stack, which releases the device. */
  @Override
  public void close() {
    server.close(Duration.ZERO);
  }
}
