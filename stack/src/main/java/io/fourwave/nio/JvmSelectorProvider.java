package io.fourwave.nio;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/**
 * Makes a stack the whole JVM's, for programs as they are. It takes two steps, neither of which
 * happens by itself:
 *
 * <pre>{@code
 * java -Djava.nio.channels.spi.SelectorProvider=io.fourwave.nio.JvmSelectorProvider \
 *      --add-exports java.base/sun.nio.ch=ALL-UNNAMED ...
 * JvmSelectorProvider.install(stack.selectorProvider()); // before anything opens a channel
 * }</pre>
 *
 * <p>Until then, and for datagram channels, pipes and UNIX domain sockets always, this is the
 * platform's provider, which the exported package is for. From then on <em>all</em> TCP of {@code
 * java.nio} goes over the stack, that to {@code localhost} and to the machine's own addresses as
 * well: a stack has no loopback, so such a connection fails with {@link
 * java.net.NoRouteToHostException}, and a bind to an address that is not the stack's with {@link
 * java.net.BindException}. Channels and selectors of before and after do not mix.
 *
 * <p>Datagrams stay with the platform on purpose: a program asks the resolver of the machine it is
 * on for names, by UDP and often over the loopback, and that is not to be found behind the stack.
 * Who wants the stack's asks the stack's own provider. A selector of the stack refuses the
 * platform's with {@link java.nio.channels.IllegalSelectorException}. Thread-safe.
 */
public final class JvmSelectorProvider extends SelectorProvider {
  private static final String PLATFORM = "sun.nio.ch.DefaultSelectorProvider";
  private static volatile SelectorProvider installed;

  /** For the JVM, which reads the system property. */
  public JvmSelectorProvider() {}

  /**
   * From now on the JVM's channels and selectors are the stack's.
   *
   * @throws IllegalStateException if the JVM has another provider, or a stack already
   */
  public static synchronized void install(SelectorProvider stack) {
    Objects.requireNonNull(stack, "stack");
    SelectorProvider jvm = SelectorProvider.provider();
    if (!(jvm instanceof JvmSelectorProvider)) {
      throw new IllegalStateException(
          "the JVM's selector provider is "
              + jvm.getClass().getName()
              + "; start it with -Djava.nio.channels.spi.SelectorProvider="
              + JvmSelectorProvider.class.getName());
    }
    if (installed != null) {
      throw new IllegalStateException("a stack is installed already; uninstall it first");
    }
    installed = stack;
  }

  /** From now on new channels and selectors are the platform's again. */
  public static synchronized void uninstall() {
    installed = null;
  }

  private static SelectorProvider current() throws IOException {
    SelectorProvider stack = installed;
    return stack == null ? platform() : stack;
  }

  private static SelectorProvider currentFor(ProtocolFamily family) throws IOException {
    return StackSelectorProvider.isUnix(family) ? platform() : current();
  }

  private static SelectorProvider platform() throws IOException {
    try {
      return (SelectorProvider) Class.forName(PLATFORM).getMethod("get").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          "the platform's own channels cannot be reached: start the JVM with"
              + " --add-exports java.base/sun.nio.ch=ALL-UNNAMED",
          e);
    }
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return current().openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return currentFor(family).openSocketChannel(family);
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return current().openServerSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return currentFor(family).openServerSocketChannel(family);
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return current().openSelector();
  }

  /** The platform's, also while a stack is installed. */
  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return platform().openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return platform().openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return platform().openPipe();
  }

  @Override
  public Channel inheritedChannel() throws IOException {
    return platform().inheritedChannel();
  }
}
