package io.fourwave.examples.guest;

import io.fourwave.NetworkStack;
import io.fourwave.examples.serve.Server;
import io.fourwave.examples.serve.Services;
import io.fourwave.examples.service.Service;
import io.fourwave.examples.ssh.SshService;
import io.fourwave.examples.ssh.SshSettings;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stack with all its services and the guest's wire, in the network that this process has to
 * itself; and the guest, as often as it is asked for. For one thread.
 */
final class GuestSession implements AutoCloseable {
  /** Who may log in to the stack by ssh; only the guest can reach it. */
  static final String USER = "guest";

  static final String PASSWORD = "guest";

  private static final String TUN = "tun0";

  private final GuestImage image;
  private final Server server;

  private GuestSession(GuestImage image, Server server) {
    this.image = image;
    this.server = server;
  }

  /** Starts the stack and lays the wire. */
  static GuestSession open(GuestImage image) throws IOException, InterruptedException {
    GuestNetwork.lay();
    TunDevice device = TunDevice.open(TunSettings.named(TUN));
    try {
      GuestNetwork.configureTun(TUN);
      NetworkStack stack =
          NetworkStack.over(device)
              .address(GuestNetwork.STACK_V4)
              .address(GuestNetwork.STACK_V6)
              .start();
      List<Service> services = new ArrayList<>(Services.all(stack));
      services.add(ssh(Files.createTempDirectory("fourwave-guest-")));
      return new GuestSession(image, Server.start(stack, services));
    } catch (IOException | RuntimeException e) {
      device.close();
      throw e;
    }
  }

  /** ssh with the well-known password, its files and key in a directory. */
  static SshService ssh(Path directory) throws IOException {
    Path files = Files.createDirectory(directory.resolve("files"));
    Path key = directory.resolve("host_key");
    return new SshService(new SshSettings(USER, PASSWORD, null, key, files));
  }

  /**
   * The best accelerator that works. Whether KVM does is tried by booting: there are machines where
   * it can be opened, runs the first instructions, and hangs.
   */
  Accelerator best(Consumer<String> say) throws IOException, InterruptedException {
    if (!Files.isWritable(Path.of("/dev/kvm"))) {
      return Accelerator.TCG;
    }
    try (GuestRun probe = new GuestRun(new GuestMachine(image, Accelerator.KVM))) {
      if (probe.works()) {
        return Accelerator.KVM;
      }
    }
    say.accept("KVM is there, but boots no guest: going on without (--accel tcg does so at once)");
    return Accelerator.TCG;
  }

  /** Boots the guest with a shell on our terminal, until it is turned off; its exit code. */
  int console(Accelerator accelerator) throws IOException, InterruptedException {
    try (GuestRun run = new GuestRun(new GuestMachine(image, accelerator))) {
      return run.console();
    }
  }

  /** Runs a script in the guest, its output ours; returns its exit code. */
  int run(Accelerator accelerator, byte[] script) throws IOException, InterruptedException {
    try (GuestRun run = new GuestRun(new GuestMachine(image, accelerator))) {
      return run.script(script);
    }
  }

  @Override
  public void close() {
    server.close(Duration.ZERO);
  }
}
