package io.fourwave.examples.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Lab;
import io.fourwave.wire.Checksum;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bad packets between good ones: each is dropped, counted by its reason, and nothing else suffers.
 */
class HostilePacketsIT {
  private static final int COUNT = 50;
  private InjectingLink link;
  private Lab lab;
  private Socket before;

  @BeforeEach
  void openWithAConnection() throws IOException {
    lab = Lab.plan().link(device -> link = new InjectingLink(device)).open();
    before = Kernel.connect(Lab.STACK_V4, 7);
  }

  @AfterEach
  void close() throws IOException {
    if (lab != null) {
      before.close();
      lab.close();
    }
  }

  @Test
  void truncatedPackets() throws IOException {
    survives("IpDropTruncated", Arrays.copyOf(syn(p -> {}), 25));
  }

  @Test
  void aBadTcpChecksum() throws IOException {
    byte[] packet = syn(p -> {});
    packet[36] ^= 0x55;
    survives("TcpDropBadChecksum", packet);
  }

  @Test
  void aBadIpChecksum() throws IOException {
    byte[] packet = syn(p -> {});
    packet[10] ^= 0x55;
    survives("IpDropBadHeaderChecksum", packet);
  }

  @Test
  void aDataOffsetBeyondThePacket() throws IOException {
    survives("TcpDropBadDataOffset", syn(p -> p.put(32, (byte) 0xf0)));
  }

  @Test
  void anIpHeaderLongerThanThePacket() throws IOException {
    survives("IpDropBadHeaderLength", syn(p -> p.put(0, (byte) 0x4f)));
  }

  @Test
  void land() throws IOException {
    survives("IpDropBadSource", syn(p -> p.putInt(12, p.getInt(16)).putShort(20, (short) 7)));
  }

  @Test
  void overlappingFragments() throws IOException {
    byte[] first = fragment(7, 0, true, 64);
    byte[] overlapping = fragment(7, 32, false, 64);
    for (int i = 0; i < COUNT; i++) {
      link.inject(withId(first, i));
      link.inject(withId(overlapping, i));
    }
    goesOn();
    assertCounted("IpDropBadFragment");
  }

  @Test
  void optionsWithImpossibleLengthsEndTheListAndTheSynIsAnsweredAllTheSame() throws IOException {
    byte[] packet = synWithOptions(2, 0, 3, 255, 8, 1, 5, 0);
    long opens = counter("TcpPassiveOpens");
    link.inject(packet);
    goesOn();
    assertEquals(opens + 2, counter("TcpPassiveOpens"), "the odd SYN's and goesOn's");
  }

  private void survives(String counter, byte[] packet) throws IOException {
    long counted = counter(counter);
    for (int i = 0; i < COUNT; i++) {
      link.inject(packet);
    }
    goesOn();
    assertEquals(counted + COUNT, counter(counter), counter);
  }

  private void assertCounted(String counter) throws IOException {
    long counted = counter(counter);
    if (counted < COUNT) {
      throw new AssertionError(counter + " is only " + counted);
    }
  }

  /** The old connection still answers, and so does a new one. */
  private void goesOn() throws IOException {
    Lab.await("the packets to arrive", link::isDrained);
    echo(before);
    try (Socket next = Kernel.connect(Lab.STACK_V4, 7)) {
      echo(next);
    }
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write(42);
    assertEquals(42, socket.getInputStream().read());
  }

  private long counter(String name) throws IOException {
    return lab.stack().counters().get(name);
  }

  /** A SYN from a host that does not exist, changed, then with right checksums. */
  private static byte[] syn(Consumer<ByteBuffer> change) {
    return finished(40, p -> p.put(32, (byte) 0x50), change);
  }

  private static byte[] synWithOptions(int... options) {
    return finished(
        40 + options.length,
        p -> {
          p.put(32, (byte) ((20 + options.length) << 2));
          for (int i = 0; i < options.length; i++) {
            p.put(40 + i, (byte) options[i]);
          }
        },
        p -> {});
  }

  private static byte[] finished(
      int length, Consumer<ByteBuffer> tcp, Consumer<ByteBuffer> change) {
    ByteBuffer p = ByteBuffer.allocate(length);
    p.putInt(0, 0x4500_0000 | length).putInt(8, 0x4006_0000);
    p.putInt(12, 0xc000_0263).putInt(16, 0xc000_0202); // 192.0.2.99 to 192.0.2.2
    p.putShort(20, (short) 4711).putShort(22, (short) 7).putInt(24, 1000);
    p.put(33, (byte) 2).putShort(34, (short) 1024);
    tcp.accept(p);
    change.accept(p);
    long pseudo = (p.getInt(12) & 0xffff_ffffL) + (p.getInt(16) & 0xffff_ffffL) + 6 + length - 20;
    p.putShort(36, (short) Checksum.finish(Checksum.add(pseudo, p, 20, length)));
    return ipChecksummed(p);
  }

  private static byte[] ipChecksummed(ByteBuffer p) {
    p.putShort(10, (short) 0);
    p.putShort(10, (short) Checksum.finish(Checksum.add(0, p, 0, 20)));
    byte[] packet = new byte[p.capacity()];
    p.get(0, packet);
    return packet;
  }

  private static byte[] fragment(int id, int offset, boolean more, int text) {
    ByteBuffer p = ByteBuffer.allocate(20 + text);
    p.putInt(0, 0x4500_0000 | (20 + text));
    p.putInt(4, id << 16 | (more ? 0x2000 : 0) | offset / 8).putInt(8, 0x4006_0000);
    p.putInt(12, 0xc000_0263).putInt(16, 0xc000_0202);
    return ipChecksummed(p);
  }

  private static byte[] withId(byte[] packet, int id) {
    return ipChecksummed(ByteBuffer.wrap(packet.clone()).putShort(4, (short) id));
  }
}
