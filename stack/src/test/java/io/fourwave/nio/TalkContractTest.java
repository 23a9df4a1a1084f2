package io.fourwave.nio;

import static io.fourwave.nio.World.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fourwave.nio.World.Ends;
import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a connected channel reads, writes and ends. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TalkContractTest extends Contract {
  private Ends e;

  @BeforeEach
  void connect() throws IOException {
    e = world.connect();
  }

  @AfterEach
  void close() throws IOException {
    e.close();
  }

  private int write(String s) throws IOException {
    return e.theirs().write(text(s));
  }

  @Test
  void aReadTakesWhatThereIs() throws Exception {
    write("hello");
    ByteBuffer target = ByteBuffer.allocateDirect(9);
    target.position(2);
    assertEquals(5, e.ours().read(target));
    assertEquals(7, target.position());
    byte[] taken = new byte[5];
    target.position(2).get(taken);
    assertEquals("hello", new String(taken, US_ASCII));
  }

  @Test
  void aReadWaitsForSomethingToRead() throws Exception {
    Running<String> reader = run(() -> read(e.ours(), 5)).isBlocked();
    write("he");
    write("llo");
    assertEquals("hello", reader.result());
  }

  @Test
  void emptyBuffersAreFilledAtOnce() throws Exception {
    ByteBuffer none = ByteBuffer.allocate(0);
    assertEquals(0, e.ours().read(none));
    assertEquals(0, e.ours().read(new ByteBuffer[] {none, none}));
    assertEquals(0, e.ours().read(new ByteBuffer[0]));
    assertEquals(0, e.ours().write(none));
    assertEquals(0, e.ours().write(new ByteBuffer[] {none, none}));
    assertEquals(0, e.ours().write(new ByteBuffer[0]));
  }

  @Test
  void wrongBuffersAreRefused() throws Exception {
    ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
    assertThrows(IndexOutOfBoundsException.class, () -> e.ours().read(two, 1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> e.ours().write(two, -1, 1));
    assertThrows(NullPointerException.class, () -> e.ours().read((ByteBuffer) null));
    assertThrows(NullPointerException.class, () -> e.ours().write((ByteBuffer) null));
    ByteBuffer readOnly = two[0].asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> e.ours().read(readOnly));
    ByteBuffer[] mixed = {two[0], readOnly};
    assertThrows(IllegalArgumentException.class, () -> e.ours().read(mixed));
    assertTrue(e.ours().isOpen());
  }

  @Test
  void aScatteringReadFillsOneBufferAfterAnother() throws Exception {
    write("abcdefgh");
    ByteBuffer skipped = ByteBuffer.allocate(9);
    ByteBuffer[] targets = {
      skipped,
      ByteBuffer.allocate(0),
      ByteBuffer.allocate(2),
      ByteBuffer.allocate(0),
      ByteBuffer.allocate(3),
      ByteBuffer.allocate(9)
    };
    assertEquals(8, e.ours().read(targets, 1, 5));
    assertEquals(0, skipped.position());
    assertEquals("ab", new String(targets[2].array(), US_ASCII));
    assertEquals("cde", new String(targets[4].array(), US_ASCII));
    assertEquals(3, targets[5].position());
  }

  @Test
  void aScatteringReadTellsOfTheEnd() throws Exception {
    write("a");
    e.theirs().shutdownOutput();
    ByteBuffer[] targets = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
    assertEquals(1, e.ours().read(targets));
    targets[0].clear();
    assertEquals(-1, e.ours().read(targets));
  }

  @Test
  void aGatheringWriteTakesOneBufferAfterAnother() throws Exception {
    ByteBuffer[] sources = {text("no"), text("ab"), text(""), text("cde")};
    assertEquals(5, e.ours().write(sources, 1, 3));
    assertEquals(2, sources[0].remaining());
    assertFalse(sources[3].hasRemaining());
    assertEquals("abcde", read(e.theirs(), 5));
  }

  @Test
  void aGatheringWriteThatWaitsWritesEverything() throws Exception {
    ByteBuffer[] sources = {ByteBuffer.allocate(3_000_000), ByteBuffer.allocate(5_000_000)};
    Running<Long> writer = run(() -> e.ours().write(sources)).isBlocked();
    for (long left = 8_000_000; left > 0; ) {
      left -= e.theirs().read(ByteBuffer.allocate(100_000));
    }
    assertEquals(8_000_000, writer.result());
  }

  @Test
  void aWriteThatWaitsWritesEverything() throws Exception {
    byte[] all = new byte[8_000_000];
    new Random(1).nextBytes(all);
    Running<Integer> writer = run(() -> e.ours().write(ByteBuffer.wrap(all))).isBlocked();
    ByteBuffer target = ByteBuffer.allocate(all.length);
    while (target.hasRemaining()) {
      e.theirs().read(target);
    }
    assertEquals(all.length, writer.result());
    assertArrayEquals(all, target.array());
  }

  @Test
  void whoDoesNotWaitReadsAndWritesWhatIsPossible() throws Exception {
    e.ours().configureBlocking(false);
    assertEquals(0, e.ours().read(ByteBuffer.allocate(1)));
    assertEquals(0, e.ours().read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    long sum = fill(e);
    for (long left = sum; left > 0; ) {
      left -= e.theirs().read(ByteBuffer.allocate(100_000));
    }
    World.await("there is room again", () -> writes(e.ours()) > 0);
  }

  private static int writes(SocketChannel channel) {
    try {
      return channel.write(ByteBuffer.allocate(1));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void whoHasShutTheOutputStillReads() throws Exception {
    e.ours().write(text("question"));
    e.ours().shutdownOutput();
    e.ours().shutdownOutput();
    assertThrows(ClosedChannelException.class, () -> e.ours().write(text("more")));
    assertEquals("question", read(e.theirs(), 8));
    assertEquals(-1, e.theirs().read(ByteBuffer.allocate(1)));
    assertEquals(-1, e.theirs().read(ByteBuffer.allocate(1)));
    write("answer");
    e.theirs().close();
    assertEquals("answer", read(e.ours(), 6));
    assertEquals(-1, e.ours().read(ByteBuffer.allocate(1)));
    assertTrue(e.ours().isOpen());
  }

  @Test
  void whoHasShutTheInputStillWrites() throws Exception {
    e.ours().shutdownInput();
    e.ours().shutdownInput();
    assertEquals(-1, e.ours().read(ByteBuffer.allocate(1)));
    assertEquals(-1, e.ours().read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    e.ours().write(text("hello"));
    assertEquals("hello", read(e.theirs(), 5));
  }

  @Test
  void shuttingTheInputEndsARead() throws Exception {
    Running<Integer> reader = run(() -> e.ours().read(ByteBuffer.allocate(1))).isBlocked();
    e.ours().shutdownInput();
    assertEquals(-1, reader.result());
    assertTrue(e.ours().isOpen());
  }

  @Test
  void closingEndsARead() throws Exception {
    Running<Integer> reader = run(() -> e.ours().read(ByteBuffer.allocate(1))).isBlocked();
    e.ours().close();
    assertEquals(AsynchronousCloseException.class, reader.failure().getClass());
    assertEquals(-1, e.theirs().read(ByteBuffer.allocate(1)));
  }

  @Test
  void closingEndsAWriteWhichTellsHowMuchItTook() throws Exception {
    Running<Integer> writer = run(() -> e.ours().write(ByteBuffer.allocate(9_000_000)));
    // Something has been taken: a thread about to enter the kernel looks like one that waits there.
    assertEquals("\0", read(e.theirs(), 1));
    assertFalse(writer.isBlocked().isDone());
    e.ours().close();
    assertTrue(writer.result() > 0 && writer.result() < 9_000_000);
  }

  @Test
  void closingEndsAWriteThatTookNothing() throws Exception {
    assumeTrue(kind == World.Kind.STACK, "Linux finds room where there was none");
    fill(e);
    e.ours().configureBlocking(true);
    Running<Integer> writer = run(() -> e.ours().write(ByteBuffer.allocate(9))).isBlocked();
    e.ours().close();
    assertEquals(AsynchronousCloseException.class, writer.failure().getClass());
  }

  @Test
  void anInterruptClosesTheChannelOfAReader() throws Exception {
    Running<Integer> reader = run(() -> keepingTheInterrupt(e.ours())).isBlocked();
    reader.thread.interrupt();
    assertEquals(ClosedByInterruptException.class, reader.failure().getClass());
    assertFalse(e.ours().isOpen());
    assertEquals(-1, e.theirs().read(ByteBuffer.allocate(1)));
  }

  private static int keepingTheInterrupt(SocketChannel channel) throws IOException {
    try {
      return channel.read(ByteBuffer.allocate(1));
    } finally {
      assertTrue(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void anInterruptClosesTheChannelOfAWriter() throws Exception {
    fill(e);
    e.ours().configureBlocking(true);
    Running<Integer> writer = run(() -> e.ours().write(ByteBuffer.allocate(9_000_000))).isBlocked();
    writer.thread.interrupt();
    assertEquals(ClosedByInterruptException.class, writer.failure().getClass());
    assertFalse(e.ours().isOpen());
  }

  @Test
  void whoIsInterruptedAlreadyDoesNotReadEvenWhatIsThere() throws Exception {
    write("hello");
    Running<Integer> reader =
        run(
            () -> {
              Thread.currentThread().interrupt();
              return keepingTheInterrupt(e.ours());
            });
    assertEquals(ClosedByInterruptException.class, reader.failure().getClass());
    assertFalse(e.ours().isOpen());
  }

  @Test
  void anInterruptDoesNotTouchWhoDoesNotWait() throws Exception {
    e.ours().configureBlocking(false);
    Running<Integer> reader =
        run(
            () -> {
              Thread.currentThread().interrupt();
              return keepingTheInterrupt(e.ours());
            });
    assertEquals(0, reader.result());
    assertTrue(e.ours().isOpen());
  }

  @Test
  void aResetIsToldToWhoReadsAndWhoWrites() throws Exception {
    e.theirs().setOption(StandardSocketOptions.SO_LINGER, 0);
    e.theirs().close();
    SocketException failure =
        assertThrows(SocketException.class, () -> e.ours().read(ByteBuffer.allocate(1)));
    assertEquals("Connection reset", failure.getMessage());
    assertThrows(IOException.class, () -> e.ours().write(ByteBuffer.allocate(1)));
    assertTrue(e.ours().isOpen());
  }

  @Test
  void unreadTextIsAnsweredWithAReset() throws Exception {
    e.ours().write(text("hello"));
    World.await("it has arrived", () -> arrived(e.theirs()));
    e.theirs().close();
    assertThrows(SocketException.class, () -> e.ours().read(ByteBuffer.allocate(1)));
  }

  @Test
  void oneThreadReadsWhileAnotherWrites() throws Exception {
    int size = 2_000_000;
    Running<Integer> there = run(() -> e.ours().write(ByteBuffer.allocate(size)));
    Running<Integer> back = run(() -> e.theirs().write(ByteBuffer.allocate(size)));
    Running<String> atUs = run(() -> read(e.ours(), size));
    Running<String> atThem = run(() -> read(e.theirs(), size));
    assertEquals(size, there.result());
    assertEquals(size, back.result());
    assertEquals(size, atUs.result().length());
    assertEquals(size, atThem.result().length());
  }

  @Test
  void aFileIsTransferredThereAndBack(@TempDir Path dir) throws Exception {
    byte[] all = new byte[3_000_000];
    new Random(2).nextBytes(all);
    Path from = Files.write(dir.resolve("from"), all);
    Path to = dir.resolve("to");
    Running<Long> sender = run(() -> transferTo(from, e.ours()));
    try (FileChannel file =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long at = 0;
      while (at < all.length) {
        at += file.transferFrom(e.theirs(), at, all.length - at);
      }
    }
    assertEquals(all.length, sender.result());
    assertArrayEquals(all, Files.readAllBytes(to));
  }

  private static long transferTo(Path path, SocketChannel channel) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      long at = 0;
      while (at < file.size()) {
        at += file.transferTo(at, file.size() - at, channel);
      }
      return at;
    }
  }

  @Test
  void streamsOfChannelsWork() throws Exception {
    Channels.newOutputStream(e.ours()).write("hello".getBytes(US_ASCII));
    e.ours().shutdownOutput();
    try (InputStream in = Channels.newInputStream(e.theirs())) {
      assertEquals("hello", new String(in.readAllBytes(), US_ASCII));
    }
    assertFalse(e.theirs().isOpen());
  }

  @Test
  void theModeIsChangedToAndFro() throws Exception {
    assertTrue(e.ours().isBlocking());
    for (int i = 0; i < 3; i++) {
      e.ours().configureBlocking(false);
      assertFalse(e.ours().isBlocking());
      assertEquals(0, e.ours().read(ByteBuffer.allocate(1)));
      e.ours().configureBlocking(true);
      write("a");
      assertEquals("a", read(e.ours(), 1));
    }
  }

  @Test
  void whoChangesTheModeWaitsForWhoReads() throws Exception {
    Running<Integer> reader = run(() -> e.ours().read(ByteBuffer.allocate(1))).isBlocked();
    Running<?> changer = run(() -> e.ours().configureBlocking(false)).isBlocked();
    assertFalse(reader.isDone());
    write("a");
    assertEquals(1, reader.result());
    changer.result();
    assertFalse(e.ours().isBlocking());
  }
}
