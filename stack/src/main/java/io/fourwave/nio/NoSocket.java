package io.fourwave.nio;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketImpl;

/** What {@link java.net.Socket}'s constructor asks for, and views of channels never use. */
final class NoSocket extends SocketImpl {
  private static IllegalStateException refusal() {
    return new IllegalStateException("a channel's view as a socket uses the channel only");
  }

  @Override
  protected void create(boolean stream) {
    throw refusal();
  }

  @Override
  protected void connect(String host, int port) {
    throw refusal();
  }

  @Override
  protected void connect(InetAddress address, int port) {
    throw refusal();
  }

  @Override
  protected void connect(SocketAddress address, int timeout) {
    throw refusal();
  }

  @Override
  protected void bind(InetAddress host, int port) {
    throw refusal();
  }

  @Override
  protected void listen(int backlog) {
    throw refusal();
  }

  @Override
  protected void accept(SocketImpl socket) {
    throw refusal();
  }

  @Override
  protected InputStream getInputStream() {
    throw refusal();
  }

  @Override
  protected OutputStream getOutputStream() {
    throw refusal();
  }

  @Override
  protected int available() {
    throw refusal();
  }

  @Override
  protected void close() {
    throw refusal();
  }

  @Override
  protected void sendUrgentData(int data) {
    throw refusal();
  }

  @Override
  public void setOption(int option, Object value) {
    throw refusal();
  }

  @Override
  public Object getOption(int option) {
    throw refusal();
  }
}
