package io.fourwave.examples.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fourwave.host.EventLoop.Task;
import io.fourwave.host.Host;
import io.fourwave.host.HostListener;
import io.fourwave.host.HostSocket;
import io.fourwave.tcp.Options;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A host of ours as a party. Its calls run where the host runs. */
final class FourwaveParty implements Party {
  private static final int BACKLOG = 64;

  private final Stage stage;
  private final String name;
  private final int end;
  private final Host host;
  private final TcpSettings settings;
  private final String address;
  private final String peer;

  FourwaveParty(Stage stage, String name, int end, Host host, String address, String peer) {
    this.stage = stage;
    this.name = name;
    this.end = end;
    this.host = host;
    this.settings = host.settings().tcp();
    this.address = address;
    this.peer = peer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int end() {
    return end;
  }

  private <T> T call(String what, Task<T> task) throws IOException {
    return stage.onLoop(
        () -> {
          stage.recorder().called(end, what, stage.now());
          return task.run();
        });
  }

  @Override
  public Ear listen(int port) throws IOException {
    HostListener listener =
        call(
            "listen on port " + port,
            () -> host.listen(new InetSocketAddress(address, port), BACKLOG, settings));
    return new Listening(listener);
  }

  @Override
  public Talk open(int localPort, int remotePort) throws IOException {
    return open(localPort, remotePort, settings.options());
  }

  @Override
  public Talk open(int localPort, int remotePort, Options options) throws IOException {
    InetSocketAddress local = new InetSocketAddress(address, localPort);
    TcpSettings chosen = settings.with(options);
    String from = localPort == 0 ? "" : " from port " + localPort;
    HostSocket socket =
        call(
            "connect to port " + remotePort + from,
            () -> host.connect(local, new InetSocketAddress(peer, remotePort), chosen));
    return new Talking(socket);
  }

  private final class Listening implements Ear {
    private final HostListener listener;

    Listening(HostListener listener) {
      this.listener = listener;
    }

    @Override
    public Talk accept() throws IOException {
      HostSocket socket = stage.onLoop(listener::accept);
      return socket == null ? null : new Talking(socket);
    }

    @Override
    public void close() throws IOException {
      call(
          "close the listener",
          () -> {
            listener.close();
            return null;
          });
    }
  }

  private final class Talking implements Talk {
    private final HostSocket socket;
    private final StringBuilder heard = new StringBuilder();
    private boolean atEnd;

    Talking(HostSocket socket) {
      this.socket = socket;
    }

    @Override
    public int localPort() throws IOException {
      return stage.onLoop(() -> socket.localAddress().getPort());
    }

    @Override
    public boolean isConnected() throws IOException {
      return stage.onLoop(socket::isConnected);
    }

    @Override
    public void send(String text) throws IOException {
      ByteBuffer octets = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
      call("send " + octets.remaining() + " octets", () -> socket.write(octets));
      if (octets.hasRemaining()) {
        throw new IOException("no room for " + octets.remaining() + " octets in the send buffer");
      }
    }

    @Override
    public String heard() throws IOException {
      stage.onLoop(
          () -> {
            read();
            return null;
          });
      return heard.toString();
    }

    private void read() throws IOException {
      ByteBuffer octets = ByteBuffer.allocate(1 << 16);
      try {
        int count = socket.read(octets);
        while (count > 0) {
          heard.append(ISO_8859_1.decode(octets.flip()));
          count = socket.read(octets.clear());
        }
        atEnd |= count < 0;
      } catch (TcpException e) {
        // failure() tells
      }
    }

    @Override
    public boolean isAtEnd() throws IOException {
      heard();
      return atEnd;
    }

    @Override
    public String failure() throws IOException {
      return stage.onLoop(() -> socket.failure() == null ? null : socket.failure().sentence());
    }

    @Override
    public TcpState state() throws IOException {
      return stage.onLoop(socket::state);
    }

    @Override
    public void closeOutput() throws IOException {
      act("close its way (shutdown)", socket::shutdownOutput);
    }

    @Override
    public void close() throws IOException {
      act("close", socket::close);
    }

    @Override
    public void abort() throws IOException {
      act("abort", socket::abort);
    }

    private void act(String what, Runnable action) throws IOException {
      call(
          what,
          () -> {
            action.run();
            return null;
          });
    }
  }
}
