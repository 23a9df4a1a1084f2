package io.fourwave.examples.ssh;

import io.fourwave.NetworkStack;
import io.fourwave.examples.service.StackService;
import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * ssh, port 22: a shell and commands that show the stack from the inside, and SFTP, which {@code
 * scp} speaks as well, into one directory.
 */
public final class SshDaemon implements StackService {
  private static final int PORT = 22;

  /** RFC 4252 §4 suggests 20; three passwords, and as many keys before them, are enough. */
  private static final int MOST_TRIES = 6;

  private final SshSettings settings;

  /** A server with these accounts and files. */
  public SshDaemon(SshSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public AutoCloseable start(NetworkStack stack) throws IOException {
    AsynchronousChannelGroup group =
        stack
            .asynchronousChannelProvider()
            .openAsynchronousChannelGroup(Executors.newCachedThreadPool(SshDaemon::daemon), 0);
    SshServer server = server(stack);
    server.setIoServiceFactoryFactory(StackIo.of(group));
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      group.shutdownNow();
      throw e;
    }
    return () -> {
      server.stop(true);
      group.shutdownNow();
    };
  }

  private SshServer server(NetworkStack stack) throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setPort(PORT);
    server.setKeyPairProvider(HostKey.in(settings.hostKey()));
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MOST_TRIES);
    new Account(settings).admitTo(server);

    FileArea files = new FileArea(settings.files());
    server.setShellFactory(channel -> new ShellSession(Commands.of(stack, files, channel)));
    server.setCommandFactory(
        (channel, line) -> new ExecSession(line, Commands.of(stack, files, channel)));
    server.setFileSystemFactory(new VirtualFileSystemFactory(files.root()));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    return server;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "ssh");
    thread.setDaemon(true);
    return thread;
  }
}
