package io.fourwave.examples.bench;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** The services on channels that do not block, the kernel's or ours: one thread, one selector. */
final class NioServer {
  private final SelectorProvider provider;
  private final SelectorLoop loop;

  private NioServer(SelectorProvider provider) throws IOException {
    this.provider = provider;
    loop = new SelectorLoop(provider);
  }

  /** Serves from now on, until the process ends. */
  static void start(SelectorProvider provider, Way way) throws IOException {
    NioServer server = new NioServer(provider);
    for (Service service : Service.values()) {
      server.listen(service, way);
    }
    Acceptor.THREADS.execute(server::run);
  }

  private void listen(Service service, Way way) throws IOException {
    ServerSocketChannel listener = provider.openServerSocketChannel();
    listener.bind(way.everywhere(service), Acceptor.BACKLOG);
    loop.add(listener, OP_ACCEPT, () -> accept(listener, service));
  }

  private int accept(ServerSocketChannel listener, Service service) throws IOException {
    for (SocketChannel peer = listener.accept(); peer != null; peer = listener.accept()) {
      SelectorLoop.Member talk = NioTalk.of(service, peer);
      loop.add(peer, OP_READ, () -> goOn(talk, service));
    }
    return OP_ACCEPT;
  }

  private static int goOn(SelectorLoop.Member talk, Service service) {
    try {
      return talk.goOn();
    } catch (IOException e) {
      System.err.println(service + ": " + e); // the client misses its answer, and says so
      return 0;
    }
  }

  private void run() {
    try {
      loop.run();
    } catch (IOException e) {
      Child.fail(e);
    }
  }
}
