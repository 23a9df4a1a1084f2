package io.fourwave.examples.bench;

import io.fourwave.NetworkStack;
import io.fourwave.socket.TcpListener;
import io.fourwave.tun.TunDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The process that is measured: a stack with its defaults on each link, and the services, in the
 * ways that are its arguments.
 */
final class Subject {
  private Subject() {}

  /** Runs until its standard input ends. */
  public static void main(String[] args) {
    List<Way> ways = Arrays.stream(args).map(Way::of).toList();
    Child.run(
        () -> {
          for (Link link : Link.of(Side.FOURWAVE)) {
            NetworkStack stack = start(link);
            for (Way way : ways) {
              serve(way, stack);
            }
          }
        });
  }

  private static NetworkStack start(Link link) throws IOException {
    TunDevice device = link.open(link.near());
    link.configureNear();
    return NetworkStack.over(device)
        .address(link.server(false))
        .address(link.server(true))
        .start();
  }

  private static void serve(Way way, NetworkStack stack) throws IOException {
    for (Service service : Service.values()) {
      switch (way) {
        case BLOCKING -> serveBlocking(service, stack);
        case HANDLER -> handle(service, stack);
        case KERNEL -> throw new IllegalArgumentException("the kernel serves elsewhere");
      }
    }
  }

  private static void serveBlocking(Service service, NetworkStack stack) throws IOException {
    TcpListener listener =
        stack.listen(Way.BLOCKING.everywhere(service), Acceptor.BACKLOG, stack.settings());
    Acceptor.serve(service, listener::accept);
  }

  private static void handle(Service service, NetworkStack stack) throws IOException {
    stack.serve(
        Way.HANDLER.everywhere(service),
        Acceptor.BACKLOG,
        stack.settings(),
        socket -> service.handler());
  }
}
