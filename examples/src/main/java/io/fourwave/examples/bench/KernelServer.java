package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * The reference's server: the same services on the kernel's sockets, in a network of its own that
 * the far devices are put into once it is there.
 */
final class KernelServer {
  private KernelServer() {}

  /** Runs until its standard input ends. The argument is the kernel's congestion control. */
  public static void main(String[] args) {
    Child.run(
        () -> {
          KernelTcp.chooseCongestionControl(args[0]);
          Child.ready();
          Child.awaitParent();
          for (Link link : Link.of(Side.KERNEL)) {
            link.configureFar();
          }
          serveBlocking();
          NioServer.start(SelectorProvider.provider(), Way.KERNEL_NIO);
        });
  }

  private static void serveBlocking() throws IOException {
    for (Service service : Service.values()) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(Way.KERNEL.everywhere(service), Acceptor.BACKLOG);
      Acceptor.serve(service, listener::accept);
    }
  }
}
