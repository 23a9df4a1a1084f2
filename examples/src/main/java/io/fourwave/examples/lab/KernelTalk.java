package io.fourwave.examples.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The kernel's end of a connection. */
final class KernelTalk implements Talk {
  private final KernelParty party;
  private final SocketChannel channel;
  private final int localPort;
  private final int remotePort;
  private final ByteBuffer octets = ByteBuffer.allocate(1 << 16);
  private final StringBuilder heard = new StringBuilder();
  private boolean atEnd;
  private String failure;

  KernelTalk(KernelParty party, SocketChannel channel, int remotePort) throws IOException {
    this.party = party;
    this.channel = channel;
    this.localPort = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    this.remotePort = remotePort;
  }

  @Override
  public int localPort() {
    return localPort;
  }

  @Override
  public boolean isConnected() {
    if (failure != null || !channel.isOpen()) {
      return false;
    }
    try {
      return channel.finishConnect();
    } catch (IOException e) {
      failure = e.getMessage();
      return false;
    }
  }

  @Override
  public void send(String text) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    party.calls("send " + all.remaining() + " octets");
    channel.write(all);
    if (all.hasRemaining()) {
      throw new IOException("no room for " + all.remaining() + " octets in the send buffer");
    }
  }

  @Override
  public String heard() {
    try {
      while (failure == null && !atEnd && channel.isOpen()) {
        int count = channel.read(octets.clear());
        if (count == 0) {
          break;
        }
        atEnd = count < 0;
        heard.append(ISO_8859_1.decode(octets.flip()));
      }
    } catch (IOException e) {
      failure = e.getMessage();
    }
    return heard.toString();
  }

  @Override
  public boolean isAtEnd() {
    heard();
    return atEnd;
  }

  @Override
  public String failure() {
    if (isConnected()) {
      heard();
    }
    return failure;
  }

  @Override
  public TcpState state() throws IOException {
    return KernelTable.state(localPort, remotePort);
  }

  @Override
  public void closeOutput() throws IOException {
    party.calls("close its way (shutdown)");
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    party.calls("close");
    channel.close();
  }

  @Override
  public void abort() throws IOException {
    party.calls("abort");
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }
}
