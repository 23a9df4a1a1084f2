package io.fourwave.examples.ssh;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.service.StackService;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/**
 * ssh, port 22: a shell and commands that show the stack from the inside, and SFTP, which {@code
 * scp} speaks as well, into one directory.
 */
public final class SshService implements StackService {
  private static final int PORT = 22;

  /** RFC 4252 §4 suggests 20; three passwords, and as many keys before them, are enough. */
  private static final int MOST_TRIES = 6;

  private final SshSettings settings;
  private volatile Path root;
  private final FutureTask<SshServer> prepared = new FutureTask<>(this::prepare);

  /**
   * A server with these accounts and files. Its classes take a while to load, which goes on in the
   * background until {@link #start}.
   */
  public SshService(SshSettings settings) {
    this.settings = settings;
    daemon(prepared).start();
  }

  /** What it was made with. */
  public SshSettings settings() {
    return settings;
  }

  /** All that can be done before there is a stack. */
  private SshServer prepare() throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setPort(PORT);
    server.setKeyPairProvider(HostKey.in(settings.hostKey()));
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MOST_TRIES);
    new Account(settings).admitTo(server);
    return server;
  }

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public int port() {
    return PORT;
  }

  @Override
  public AutoCloseable start(NetworkStack stack) throws IOException {
    SshServer server = prepared();
    Path directory = settings.files();
    FileArea files = directory == null ? FileArea.temporary() : new FileArea(directory);
    server.setFileSystemFactory(new VirtualFileSystemFactory(files.root()));
    server.setSubsystemFactories(List.of(ConfinedSftp.in(files)));
    server.setShellFactory(channel -> new ShellSession(Commands.of(stack, files, channel)));
    server.setCommandFactory(
        (channel, line) -> new ExecSession(line, Commands.of(stack, files, channel)));

    AsynchronousChannelGroup group =
        stack
            .asynchronousChannelProvider()
            .openAsynchronousChannelGroup(Executors.newCachedThreadPool(SshService::daemon), 0);
    server.setIoServiceFactoryFactory(StackIo.of(group));
    AutoCloseable running =
        () -> {
          server.stop(true);
          group.shutdownNow();
          files.close();
        };
    start(server, running);
    root = files.root();
    return running;
  }

  private static void start(SshServer server, AutoCloseable running) throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      try {
        running.close();
      } catch (Exception another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  /** The directory that users see, once it is started. */
  public Path files() {
    return root;
  }

  private SshServer prepared() throws IOException {
    try {
      return prepared.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ssh is not wanted any more");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IOException("ssh cannot start: " + e.getCause().getMessage(), e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "ssh");
    thread.setDaemon(true);
    return thread;
  }
}
