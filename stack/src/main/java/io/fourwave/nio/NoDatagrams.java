package io.fourwave.nio;

import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;

/**
 * What the only constructor of {@link java.net.DatagramSocket} that opens no socket of the kernel's
 * insists on. It is never asked, since {@link DatagramSocketView} answers every call itself.
 */
final class NoDatagrams extends DatagramSocketImpl {
  private static AssertionError asked() {
    return new AssertionError("DatagramSocketView has to override all of DatagramSocket's methods");
  }

  @Override
  protected void create() {
    throw asked();
  }

  @Override
  protected void bind(int port, InetAddress address) {
    throw asked();
  }

  @Override
  protected void send(DatagramPacket packet) {
    throw asked();
  }

  @Override
  protected int peek(InetAddress address) {
    throw asked();
  }

  @Override
  protected int peekData(DatagramPacket packet) {
    throw asked();
  }

  @Override
  protected void receive(DatagramPacket packet) {
    throw asked();
  }

  @Override
  @Deprecated
  protected void setTTL(byte hops) {
    throw asked();
  }

  @Override
  @Deprecated
  protected byte getTTL() {
    throw asked();
  }

  @Override
  protected void setTimeToLive(int hops) {
    throw asked();
  }

  @Override
  protected int getTimeToLive() {
    throw asked();
  }

  @Override
  protected void join(InetAddress group) {
    throw asked();
  }

  @Override
  protected void leave(InetAddress group) {
    throw asked();
  }

  @Override
  protected void joinGroup(SocketAddress group, NetworkInterface at) {
    throw asked();
  }

  @Override
  protected void leaveGroup(SocketAddress group, NetworkInterface at) {
    throw asked();
  }

  @Override
  protected void close() {
    throw asked();
  }

  @Override
  public void setOption(int id, Object value) {
    throw asked();
  }

  @Override
  public Object getOption(int id) {
    throw asked();
  }
}
