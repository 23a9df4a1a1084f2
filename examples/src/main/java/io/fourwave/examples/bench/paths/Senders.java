package io.fourwave.examples.bench.paths;

import io.fourwave.NetworkStack;
import io.fourwave.examples.bench.Child;
import io.fourwave.examples.bench.KernelTcp;
import io.fourwave.examples.bench.PrivateNetwork;
import io.fourwave.socket.TcpListener;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tun.TunDevice;
import io.fourwave.tun.TunSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process that sends, whoever connects and until the connection breaks: on the kernel's
 * sockets, and on a stack of ours for each lane. Its network forwards between the lanes and the
 * stacks.
 */
final class Senders {
  private static final int BACKLOG = 16;
  private static final int FIRST_BUFFER = 128 << 10;
  private static final int WIDEST_BUFFER = 64 << 20; // as the kernel's are allowed to be
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(Senders::daemon);

  private Senders() {}

  /** Waits for a listener's next connection. */
  private interface Acceptor {
    ByteChannel accept() throws IOException;
  }

  /** Runs until its standard input ends. The argument is the number of lanes. */
  public static void main(String[] args) {
    Child.run(
        () -> {
          List<Lane> lanes = Lane.first(Integer.parseInt(args[0]));
          PathsNetwork.prepare();
          KernelTcp.write("ip_forward", "1");
          Child.ready();
          Child.awaitParent(); // until the lanes' devices are here
          for (Lane lane : lanes) {
            PathsNetwork.configure(lane.near(), lane.kernel());
            routeWithAlgorithm(lane);
            startOurs(lane);
          }
          ServerSocketChannel listener = ServerSocketChannel.open();
          listener.bind(new InetSocketAddress(Lane.PORT), BACKLOG);
          serve(listener::accept);
        });
  }

  /** The kernel takes the congestion control of a connection from its route, if that has one. */
  private static void routeWithAlgorithm(Lane lane) throws IOException {
    PrivateNetwork.configure(
        ("ip route replace " + lane.network() + " dev " + lane.near())
            .concat(" src " + lane.kernel() + " congctl " + lane.algorithm().word())
            .split(" "));
  }

  private static void startOurs(Lane lane) throws IOException {
    TunDevice device = TunDevice.open(TunSettings.named(lane.stack()));
    PathsNetwork.configure(lane.stack(), lane.router());
    TcpSettings settings =
        TcpSettings.defaults()
            .with(new Buffers(FIRST_BUFFER, FIRST_BUFFER, WIDEST_BUFFER, WIDEST_BUFFER))
            .withCongestionControl(lane.algorithm().ours());
    NetworkStack stack = NetworkStack.over(device).address(lane.fourwave()).tcp(settings).start();
    TcpListener listener = stack.listen(Lane.PORT);
    serve(listener::accept);
  }

  private static void serve(Acceptor acceptor) {
    THREADS.execute(
        () -> {
          try {
            for (; ; ) {
              ByteChannel peer = acceptor.accept();
              THREADS.execute(() -> send(peer));
            }
          } catch (IOException e) {
            Child.fail(e);
          }
        });
  }

  private static void send(ByteChannel peer) {
    ByteBuffer pattern = Pattern.buffer();
    try (peer) {
      for (; ; ) {
        peer.write(pattern.hasRemaining() ? pattern : pattern.rewind());
      }
    } catch (IOException e) {
      return; // the receiver has had enough
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sender");
    thread.setDaemon(true);
    return thread;
  }
}
