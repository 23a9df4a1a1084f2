package io.fourwave.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureTapTest {
  private static final long EPOCH = 1_700_000_000_123_456_789L;

  private final FakeDevice device = new FakeDevice();
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final Packet into = new Packet();

  private CaptureTap tap() throws IOException {
    return new CaptureTap(device, new PcapngWriter(Channels.newChannel(file), "tun0"), EPOCH);
  }

  private List<PcapngReader.Entry> recorded() {
    return PcapngReader.read(file.toByteArray());
  }

  @Test
  void whatPassesEitherWayIsRecordedWithTimeAndDirection() throws IOException {
    CaptureTap tap = tap();
    device.arriving.add(Packets.numbered(1));
    assertTrue(tap.read(into, 1000));
    assertEquals(1, Packets.seq(into));
    assertTrue(tap.write(Packets.v6(Packets.ACK, 2, 5), 2000));
    assertEquals(List.of(2), device.sentNumbers());
    tap.close();
    assertTrue(device.closed);
    List<PcapngReader.Entry> entries = recorded();
    assertEquals(2, entries.size());
    assertEquals(ByteBuffer.wrap(Packets.octets(Packets.numbered(1))), entries.get(0).octets());
    assertEquals(EPOCH + 1000, entries.get(0).epochNanos());
    assertEquals(1, entries.get(0).flags());
    assertEquals(
        ByteBuffer.wrap(Packets.octets(Packets.v6(Packets.ACK, 2, 5))), entries.get(1).octets());
    assertEquals(EPOCH + 2000, entries.get(1).epochNanos());
    assertEquals(2, entries.get(1).flags());
  }

  @Test
  void aPacketTheDeviceRefusedIsNotRecorded() throws IOException {
    CaptureTap tap = tap();
    device.room = 1;
    tap.write(Packets.numbered(1), 0);
    tap.write(Packets.numbered(2), 0);
    device.room = 1;
    tap.write(Packets.numbered(2), 0);
    tap.close();
    assertEquals(2, recorded().size());
  }

  @Test
  void aPacketIsCommentedBeforeTheNextOnePassesAndOneThatWasRefusedIsNot() throws IOException {
    List<Direction> asked = new ArrayList<>();
    CaptureTap tap =
        new CaptureTap(
            device,
            new PcapngWriter(Channels.newChannel(file), "tun0"),
            EPOCH,
            direction -> {
              asked.add(direction);
              return "comment " + asked.size();
            });
    device.arriving.add(Packets.numbered(1));
    tap.read(into, 0);
    assertEquals(List.of(), asked);
    tap.write(Packets.numbered(2), 0);
    assertEquals(List.of(Direction.IN), asked);
    device.room = 0;
    tap.write(Packets.numbered(3), 0);
    tap.await(0, true);
    assertEquals(List.of(Direction.IN, Direction.OUT), asked);
    tap.close();
    assertEquals(
        List.of("comment 1", "comment 2"),
        recorded().stream().map(PcapngReader.Entry::comment).toList());
  }

  @Test
  void everySleepAndEveryTurnBeginsWithACaptureThatCanBeRead() throws IOException {
    CaptureTap tap = tap();
    tap.write(Packets.numbered(1), 0);
    tap.await(5, true);
    assertEquals(5, device.slept);
    assertTrue(device.waitedForRoom);
    assertEquals(1, recorded().size());
    tap.write(Packets.numbered(2), 10);
    tap.write(Packets.numbered(3), 10);
    tap.read(into, 11);
    assertEquals(3, recorded().size());
  }

  @Test
  void aPartialChecksumIsCompleteInTheCaptureAndLeftAloneInThePacket() throws IOException {
    device.offload = Offload.ALL;
    CaptureTap tap = tap();
    assertEquals(Offload.ALL, tap.offload());
    Packet partial = Packets.partial(Packets.v6(Packets.ACK, 7, 99));
    byte[] before = Packets.octets(partial);
    tap.write(partial, 0);
    assertArrayEquals(before, Packets.octets(partial));
    assertEquals(Packet.ChecksumState.PARTIAL, partial.checksumState());
    tap.close();
    byte[] complete = Packets.octets(Packets.v6(Packets.ACK, 7, 99));
    assertEquals(ByteBuffer.wrap(complete), recorded().get(0).octets());
  }

  @Test
  void aCaptureThatFailsEndsAndTheLinkGoesOn() throws IOException {
    FullDisk disk = new FullDisk();
    CaptureTap tap = new CaptureTap(device, new PcapngWriter(disk, "tun0"), EPOCH);
    assertNull(tap.failure());
    disk.isFull = true;
    tap.write(Packets.numbered(1), 0);
    tap.await(0, false);
    assertNotNull(tap.failure());
    assertEquals("no space left", tap.failure().getMessage());
    assertTrue(disk.isClosed);
    device.arriving.add(Packets.numbered(5));
    assertTrue(tap.read(into, 1));
    assertTrue(tap.write(Packets.numbered(2), 1));
    assertEquals(List.of(1, 2), device.sentNumbers());
    tap.close();
    assertTrue(device.closed);
  }

  @Test
  void aMillionOctetsOfPacketsAreAllInTheFileInOrder() throws IOException {
    CaptureTap tap = tap();
    for (int i = 0; i < 1000; i++) {
      tap.write(Packets.v4(Packets.ACK, i, 1000 + i % 5), 0);
    }
    tap.close();
    List<PcapngReader.Entry> entries = recorded();
    assertEquals(1000, entries.size());
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, entries.get(i).octets().getInt(24));
      assertEquals(1040 + i % 5, entries.get(i).octets().remaining());
    }
  }

  private static final class FullDisk implements WritableByteChannel {
    boolean isFull;
    boolean isClosed;

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (isFull) {
        throw new IOException("no space left");
      }
      int octets = source.remaining();
      source.position(source.limit());
      return octets;
    }

    @Override
    public boolean isOpen() {
      return !isClosed;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
