package io.fourwave.examples.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A SOCKS5 proxy, written for tests from RFC 1928 and RFC 1929, apart from the client: a thread for
 * each direction, and as blocking as can be.
 */
final class SocksProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String login;
  private final InetAddress instead;

  /** What it was asked for. */
  final Queue<InetAddress> targets = new ConcurrentLinkedQueue<>();

  /**
   * Begins to serve on a free port of the loopback.
   *
   * @param login the password it wants, "user:password"; null for none
   * @param instead where every target is connected to, at its port
   */
  SocksProxy(String login, InetAddress instead) throws IOException {
    this.login = login;
    this.instead = instead;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    var unused = start(this::accept);
  }

  private void accept() throws IOException {
    for (; ; ) {
      Socket client = server.accept();
      var unused = start(() -> serve(client));
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has gone, or the test is over
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readUnsignedByte();
      byte[] methods = in.readNBytes(in.readUnsignedByte());
      out.write(new byte[] {5, (byte) (login == null ? 0 : 2)});
      if (login != null && !isWelcome(in, out, methods)) {
        return;
      }
      in.readNBytes(3);
      targets.add(InetAddress.getByAddress(in.readNBytes(in.read() == 1 ? 4 : 16)));
      connect(client, new InetSocketAddress(instead, in.readUnsignedShort()), out);
    }
  }

  private boolean isWelcome(DataInputStream in, OutputStream out, byte[] methods)
      throws IOException {
    in.readUnsignedByte();
    String user = new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
    String password = new String(in.readNBytes(in.readUnsignedByte()), ISO_8859_1);
    boolean welcome = methods.length == 2 && login.equals(user + ":" + password);
    out.write(new byte[] {1, (byte) (welcome ? 0 : 1)});
    return welcome;
  }

  private void connect(Socket client, InetSocketAddress target, OutputStream out)
      throws IOException {
    try (Socket far = new Socket()) {
      try {
        far.connect(target, 10_000);
      } catch (IOException e) {
        out.write(new byte[] {5, (byte) (e instanceof ConnectException ? 5 : 4), 0, 1});
        out.write(new byte[6]);
        return;
      }
      out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
      Thread up = start(() -> pump(client, far));
      pump(far, client);
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
    to.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
