package io.fourwave.nio;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_BROADCAST;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Set;

/**
 * The options of a socket for datagrams, which {@link DatagramSocket} names in two ways, by method
 * and by object. Thread-safe.
 */
abstract class DatagramOptionsView extends DatagramSocket {
  private final DatagramChannel channel;
  private volatile Duration timeout = Duration.ZERO;

  DatagramOptionsView(DatagramChannel channel) {
    super(new NoDatagrams());
    this.channel = channel;
  }

  /** How long a call to receive waits at most, zero for ever. */
  final Duration timeout() {
    return timeout;
  }

  final void failIfClosed() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    failIfClosed();
    if (millis < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    timeout = Duration.ofMillis(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    failIfClosed();
    return (int) timeout.toMillis();
  }

  @Override
  public void setSendBufferSize(int octets) throws SocketException {
    set(SO_SNDBUF, checked(octets, "Invalid send size"));
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int octets) throws SocketException {
    set(SO_RCVBUF, checked(octets, "Invalid receive size"));
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(SO_RCVBUF);
  }

  private static int checked(int octets, String refusal) {
    if (octets <= 0) {
      throw new IllegalArgumentException(refusal);
    }
    return octets;
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(SO_REUSEADDR);
  }

  /** There are no broadcasts on a link with two ends, so they can only be switched off. */
  @Override
  public void setBroadcast(boolean on) throws SocketException {
    failIfClosed();
    if (on) {
      set(SO_BROADCAST, true);
    }
  }

  @Override
  public boolean getBroadcast() throws SocketException {
    failIfClosed();
    return false;
  }

  @Override
  public void setTrafficClass(int octet) throws SocketException {
    set(IP_TOS, octet);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(IP_TOS);
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    try {
      setOption(option, value);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    }
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    try {
      return channel.getOption(option);
    } catch (IOException e) {
      throw Failures.ofSocket(e);
    }
  }

  @Override
  public <T> DatagramSocket setOption(SocketOption<T> option, T value) throws IOException {
    failIfClosed();
    channel.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return get(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }
}
