package io.fourwave.examples.bench;

import io.fourwave.NetworkStack;
import io.fourwave.socket.TcpListener;
import io.fourwave.tun.TunDevice;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The process that is measured: a stack with its defaults on each link, and the services. */
final class Subject {
  private Subject() {}

  /** Runs until its standard input ends. */
  public static void main(String[] args) {
    Child.run(
        () -> {
          for (Link link : Link.of(Side.FOURWAVE)) {
            start(link);
          }
        });
  }

  private static void start(Link link) throws IOException {
    TunDevice device = link.open(link.near());
    link.configureNear();
    NetworkStack stack =
        NetworkStack.over(device).address(link.server(false)).address(link.server(true)).start();
    for (Service service : Service.values()) {
      InetSocketAddress everywhere = new InetSocketAddress(service.port());
      TcpListener listener = stack.listen(everywhere, Acceptor.BACKLOG, stack.settings());
      Acceptor.serve(service, listener::accept);
    }
  }
}
