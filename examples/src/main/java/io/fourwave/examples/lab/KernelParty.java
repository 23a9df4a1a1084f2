package io.fourwave.examples.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The kernel as a party: sockets of the JDK that do not block. */
final class KernelParty implements Party {
  private static final int BACKLOG = 64;

  private final Stage stage;
  private final String name;
  private final String address;
  private final String peer;
  private final int receiveBuffer;

  /**
   * A party.
   *
   * @param receiveBuffer octets that its sockets receive at most; 0 leaves it to the kernel
   */
  KernelParty(Stage stage, String name, String address, String peer, int receiveBuffer) {
    this.stage = stage;
    this.name = name;
    this.address = address;
    this.peer = peer;
    this.receiveBuffer = receiveBuffer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int end() {
    return 1;
  }

  /** Writes down what the application calls, before it does: the packets may be quick. */
  void calls(String what) throws IOException {
    stage.onLoop(
        () -> {
          stage.recorder().called(end(), what, stage.now());
          return null;
        });
  }

  @Override
  public Ear listen(int port) throws IOException {
    calls("listen on port " + port);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
    try {
      if (receiveBuffer > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
      }
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, port), BACKLOG);
      channel.configureBlocking(false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    stage.onLoop(
        () -> {
          stage.recorder().listens(end(), port);
          return null;
        });
    return new Listening(channel);
  }

  @Override
  public Talk open(int localPort, int remotePort) throws IOException {
    calls("connect to port " + remotePort + (localPort == 0 ? "" : " from port " + localPort));
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, localPort));
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(peer, remotePort));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new KernelTalk(this, channel, remotePort);
  }

  private final class Listening implements Ear {
    private final ServerSocketChannel channel;

    Listening(ServerSocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public Talk accept() throws IOException {
      SocketChannel accepted = channel.accept();
      if (accepted == null) {
        return null;
      }
      accepted.configureBlocking(false);
      int port = ((InetSocketAddress) accepted.getRemoteAddress()).getPort();
      return new KernelTalk(KernelParty.this, accepted, port);
    }

    @Override
    public void close() throws IOException {
      calls("close the listener");
      channel.close();
    }
  }
}
