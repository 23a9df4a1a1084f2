package io.fourwave.examples.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel as a party: sockets of the JDK that do not block. */
final class KernelParty implements Party, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelParty.class);
  private static final int BACKLOG = 64;

  private final Stage stage;
  private final String name;
  private final String address;
  private final String peer;
  private final int receiveBuffer;
  private final List<Channel> channels = new ArrayList<>();

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
    channels.add(channel);
    if (receiveBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    }
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(address, port), BACKLOG);
    channel.configureBlocking(false);
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
    channels.add(channel);
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(address, localPort));
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(peer, remotePort));
    return new KernelTalk(this, channel, remotePort);
  }

  /** Closes all that is open still. */
  @Override
  public void close() {
    for (Channel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("a socket that is gone already: {}", e.toString());
      }
    }
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
      channels.add(accepted);
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
