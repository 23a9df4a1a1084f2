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
    // That a network has no hardware addresses is no news; read when the first logger is made.
    System.setProperty("org.slf4j.simpleLogger.log.io.netty.util", "error");
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
    return NetworkStack.over(device).address(link.server(false)).address(link.server(true)).start();
  }

  private static void serve(Way way, NetworkStack stack) throws IOException {
    switch (way) {
      case BLOCKING -> serveBlocking(stack);
      case HANDLER -> handle(stack);
      case NIO -> NioServer.start(stack.selectorProvider(), way);
      case NETTY -> NettyServer.start(stack.selectorProvider(), way);
      case KERNEL, KERNEL_NIO -> throw new IllegalArgumentException(way + " is not the stack's");
    }
  }

  private static void serveBlocking(NetworkStack stack) throws IOException {
    for (Service service : Service.values()) {
      TcpListener listener =
          stack.listen(Way.BLOCKING.everywhere(service), Acceptor.BACKLOG, stack.settings());
      Acceptor.serve(service, listener::accept);
    }
  }

  private static void handle(NetworkStack stack) throws IOException {
    for (Service service : Service.values()) {
      stack.serve(
          Way.HANDLER.everywhere(service),
          Acceptor.BACKLOG,
          stack.settings(),
          socket -> service.handler());
    }
  }
}
