package io.fourwave.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** What the tests of the contract have in common where it is about datagrams. */
abstract class DatagramContract extends Contract {
  DatagramContract(World.Make make) {
    super(make);
  }

  /** A client's socket at a free port, which does not wait for ever. */
  DatagramSocket ours() throws IOException {
    return patient(world.datagramsHere(new InetSocketAddress(world.here(), 0)));
  }

  /** A server's socket at a free port, which does not wait for ever. */
  DatagramSocket theirs() throws IOException {
    return patient(world.datagramsThere(new InetSocketAddress(world.there(), 0)));
  }

  DatagramSocket unbound() throws IOException {
    return patient(world.datagramsHere(null));
  }

  private DatagramSocket patient(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(PATIENCE);
    return closeLater(socket);
  }

  /** Where nobody is. */
  InetSocketAddress nobodyThere() throws IOException {
    DatagramSocket gone = theirs();
    InetSocketAddress place = at(gone);
    gone.close();
    return place;
  }

  static InetSocketAddress at(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  static DatagramPacket packet(String text, SocketAddress to) {
    return new DatagramPacket(text.getBytes(US_ASCII), text.length(), to);
  }

  static DatagramPacket room(int octets) {
    return new DatagramPacket(new byte[octets], octets);
  }

  static String text(DatagramPacket packet) {
    return new String(packet.getData(), packet.getOffset(), packet.getLength(), US_ASCII);
  }

  static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = room(100);
    socket.receive(packet);
    return text(packet);
  }
}
