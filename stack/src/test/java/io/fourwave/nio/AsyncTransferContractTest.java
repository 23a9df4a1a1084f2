package io.fourwave.nio;

import static io.fourwave.nio.AsyncNetwork.failure;
import static io.fourwave.nio.AsyncNetwork.result;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.AsyncNetwork.Ends;
import io.fourwave.nio.AsyncNetwork.Told;
import io.fourwave.nio.AsyncNetwork.Whose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ReadPendingException;
import java.nio.channels.WritePendingException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How asynchronous channels read and write: on the JDK's own provider and on ours. */
@ParameterizedClass
@EnumSource(Whose.class)
class AsyncTransferContractTest {
  private final AsyncNetwork network;
  private AsynchronousSocketChannel ours;
  private AsynchronousSocketChannel theirs;

  AsyncTransferContractTest(Whose whose) throws IOException {
    network = AsyncNetwork.of(whose);
  }

  @BeforeEach
  void connect() throws Exception {
    Ends ends = network.connect();
    ours = ends.ours();
    theirs = ends.theirs();
  }

  @AfterEach
  void close() throws Exception {
    network.close();
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static ByteBuffer room(int octets) {
    return ByteBuffer.allocate(octets);
  }

  private static String text(ByteBuffer read) {
    return US_ASCII.decode(read.flip()).toString();
  }

  private static void read(
      AsynchronousSocketChannel from, ByteBuffer into, long millis, Told<Integer> told) {
    from.read(into, millis, TimeUnit.MILLISECONDS, "read", told);
  }

  /** Writes until a write has to wait, and returns that. */
  private Future<Integer> writeUntilOneWaits() throws Exception {
    Future<Integer> last;
    do {
      last = ours.write(room(1 << 20));
    } while (isDoneSoon(last));
    return last;
  }

  private static boolean isDoneSoon(Future<?> future) throws Exception {
    try {
      future.get(200, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  @Test
  void aReadGetsWhatHasArrived() throws Exception {
    assertEquals(5, result(ours.write(text("hello"))));
    ByteBuffer read = room(100);
    assertEquals(5, result(theirs.read(read)));
    assertEquals("hello", text(read));
  }

  @Test
  void aReadWaitsForWhatIsToArrive() throws Exception {
    ByteBuffer read = room(100);
    Told<Integer> told = new Told<>();
    read(theirs, read, 0, told);
    assertFalse(told.outcome.isDone());
    ours.write(text("hello")).get();
    assertEquals(5, told.result());
    assertEquals("read", told.attachment);
    assertEquals("hello", text(read));
    assertEquals(AsyncNetwork.THREAD, told.thread.getName());
  }

  @Test
  void aHandlerIsNotRunByWhoCallsEvenIfThereIsSomethingToRead() throws Exception {
    result(ours.write(text("hello")));
    Told<Integer> told = new Told<>();
    read(theirs, room(9), 0, told);
    assertEquals(5, told.result());
    assertEquals(AsyncNetwork.THREAD, told.thread.getName());
  }

  @Test
  void onlyOneReadIsPendingAtATime() throws Exception {
    Future<Integer> pending = ours.read(room(1));
    assertThrows(ReadPendingException.class, () -> ours.read(room(1)));
    assertThrows(ReadPendingException.class, () -> read(ours, room(1), 0, new Told<>()));
    assertFalse(pending.isDone());
    result(theirs.write(text("x")));
    assertEquals(1, result(pending));
    Future<Integer> next = ours.read(room(1));
    assertFalse(next.isDone());
  }

  @Test
  void onlyOneWriteIsPendingAtATime() throws Exception {
    Future<Integer> pending = writeUntilOneWaits();
    assertThrows(WritePendingException.class, () -> ours.write(room(1)));
    ByteBuffer drain = room(1 << 20);
    while (!pending.isDone()) {
      result(theirs.read(drain.clear()));
    }
    assertTrue(result(pending) > 0);
  }

  @Test
  void whatHasNoRoomReadsNothingAndDoesNotWait() throws Exception {
    assertEquals(0, result(ours.read(room(0))));
    assertEquals(0, result(ours.write(room(0))));
    Told<Long> told = new Told<>();
    ours.read(new ByteBuffer[] {room(0), room(0)}, 0, 2, 0, TimeUnit.SECONDS, "", told);
    assertEquals(0, told.result());
  }

  @Test
  void oneDoesNotReadIntoWhatIsReadOnly() {
    ByteBuffer readOnly = room(1).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> ours.read(readOnly));
    Told<Long> told = new Told<>();
    assertThrows(
        IllegalArgumentException.class,
        () -> ours.read(new ByteBuffer[] {readOnly}, 0, 1, 0, TimeUnit.SECONDS, "", told));
  }

  @Test
  void severalBuffersAreFilledInTurn() throws Exception {
    result(ours.write(text("abcdefg")));
    ByteBuffer[] parts = {room(9), room(2), room(0), room(3), room(4)};
    Told<Long> told = new Told<>();
    theirs.read(parts, 1, 4, 0, TimeUnit.SECONDS, "", told);
    assertEquals(7, told.result());
    assertEquals(0, parts[0].position());
    assertEquals("ab", text(parts[1]));
    assertEquals("cde", text(parts[3]));
    assertEquals("fg", text(parts[4]));
  }

  @Test
  void severalBuffersAreWrittenInTurn() throws Exception {
    Told<Long> told = new Told<>();
    ByteBuffer[] parts = {text("no"), text("ab"), text(""), text("cde")};
    ours.write(parts, 1, 3, 0, TimeUnit.SECONDS, "", told);
    assertEquals(5, told.result());
    ByteBuffer read = room(9);
    while (read.position() < 5) {
      result(theirs.read(read));
    }
    assertEquals("abcde", text(read));
  }

  @Test
  void buffersThatAreNotThereAreAMistake() {
    Told<Long> told = new Told<>();
    ByteBuffer[] one = {room(1)};
    assertThrows(
        IndexOutOfBoundsException.class, () -> ours.read(one, 0, 2, 0, TimeUnit.SECONDS, "", told));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> ours.write(one, 1, 1, 0, TimeUnit.SECONDS, "", told));
  }

  @Test
  void aReadThatTakesTooLongIsInterruptedAndTheLast() throws Exception {
    Told<Integer> told = new Told<>();
    read(ours, room(1), 20, told);
    assertInstanceOf(InterruptedByTimeoutException.class, told.failure());
    assertTrue(ours.isOpen());
    assertThrows(IllegalStateException.class, () -> ours.read(room(1)));
    assertEquals(1, result(ours.write(text("x"))));
  }

  @Test
  void aReadThatIsInTimeIsNotInterrupted() throws Exception {
    Told<Integer> told = new Told<>();
    read(ours, room(1), AsyncNetwork.PATIENCE * 1000, told);
    result(theirs.write(text("x")));
    assertEquals(1, told.result());
    Future<Integer> next = ours.read(room(1));
    result(theirs.write(text("y")));
    assertEquals(1, result(next));
  }

  @Test
  void aWriteThatTakesTooLongIsInterruptedAndTheLast() throws Exception {
    Told<Integer> told = new Told<>();
    for (boolean waits = false; !waits; ) {
      Told<Integer> next = new Told<>();
      ours.write(room(1 << 20), 200, TimeUnit.MILLISECONDS, "", next);
      try {
        next.result();
      } catch (java.util.concurrent.ExecutionException e) {
        assertInstanceOf(InterruptedByTimeoutException.class, e.getCause());
        waits = true;
      }
    }
    assertThrows(
        IllegalStateException.class, () -> ours.write(room(1), 0, TimeUnit.SECONDS, "", told));
  }

  @Test
  void theEndIsMinusOneForEver() throws Exception {
    theirs.close();
    assertEquals(-1, result(ours.read(room(1))));
    assertEquals(-1, result(ours.read(room(1))));
    Told<Long> told = new Told<>();
    ours.read(new ByteBuffer[] {room(1)}, 0, 1, 0, TimeUnit.SECONDS, "", told);
    assertEquals(-1, told.result());
  }

  @Test
  void oneWayIsShutAndTheOtherIsNot() throws Exception {
    ours.shutdownOutput();
    assertEquals(-1, result(theirs.read(room(1))));
    assertInstanceOf(ClosedChannelException.class, failure(ours.write(text("x"))));
    assertTrue(ours.isOpen());
    Future<Integer> read = ours.read(room(9));
    result(theirs.write(text("still")));
    assertEquals(5, result(read));
  }

  @Test
  void shuttingTheInputEndsAPendingRead() throws Exception {
    Future<Integer> pending = ours.read(room(1));
    ours.shutdownInput();
    assertEquals(-1, result(pending));
    assertEquals(-1, result(ours.read(room(1))));
  }

  @Test
  void closingTellsWhatIsPending() throws Exception {
    Future<Integer> write = writeUntilOneWaits();
    Told<Integer> read = new Told<>();
    read(ours, room(1), 0, read);

    ours.close();

    assertInstanceOf(AsynchronousCloseException.class, failure(write));
    assertInstanceOf(AsynchronousCloseException.class, read.failure());
    assertEquals(ClosedChannelException.class, failure(ours.read(room(1))).getClass());
    assertEquals(ClosedChannelException.class, failure(ours.write(room(1))).getClass());
    assertThrows(ClosedChannelException.class, () -> ours.shutdownInput());
  }

  @Test
  void aPeerThatClosesWithTextUnreadResets() throws Exception {
    result(ours.write(text("unread")));
    result(theirs.read(room(1)));
    Future<Integer> pending = ours.read(room(1));
    theirs.close();
    assertInstanceOf(IOException.class, failure(pending));
  }

  @Test
  void aCancelledReadIsTheLast() throws Exception {
    Future<Integer> pending = ours.read(room(1));
    assertTrue(pending.cancel(false));
    assertTrue(pending.isCancelled());
    assertThrows(CancellationException.class, pending::get);
    assertTrue(ours.isOpen());
    assertThrows(IllegalStateException.class, () -> ours.read(room(1)));
  }

  @Test
  void aReadIsCancelledByClosing() throws Exception {
    Told<Integer> write = new Told<>();
    Future<Integer> read = ours.read(room(1));
    assertTrue(read.cancel(true));
    assertFalse(ours.isOpen());
    ours.write(room(1), 0, TimeUnit.SECONDS, "", write);
    assertEquals(ClosedChannelException.class, write.failure().getClass());
    assertTrue(read.isCancelled());
  }

  @Test
  void whoIsNotConnectedDoesNotTransfer() throws Exception {
    AsynchronousSocketChannel fresh = network.socket();
    assertThrows(NotYetConnectedException.class, () -> fresh.read(room(1)));
    assertThrows(NotYetConnectedException.class, () -> fresh.write(room(1)));
    assertThrows(NotYetConnectedException.class, fresh::shutdownInput);
    assertThrows(NotYetConnectedException.class, fresh::shutdownOutput);
  }

  @Test
  void aHandlerMayBlockAndOthersAreToldNevertheless() throws Exception {
    CompletableFuture<Integer> inner = new CompletableFuture<>();
    ours.read(room(1), null, new ReadsOnceMore(ours, inner));
    result(theirs.write(text("x")));
    result(theirs.write(text("y")));
    assertEquals(1, result(inner));
  }

  @Test
  void aMegabyteIsEchoedByHandlersAloneOctetForOctet() throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(7).nextBytes(sent);
    new AsyncHandlers.Echo(theirs, room(5_000)).start();

    CompletableFuture<Void> written = new CompletableFuture<>();
    ByteBuffer source = ByteBuffer.wrap(sent);
    ours.write(source, null, new AsyncHandlers.All(ours, source, written));
    ByteArrayOutputStream echoed = new ByteArrayOutputStream();
    byte[] octets = new byte[3_001];
    for (int count = 0; count >= 0 && echoed.size() < sent.length; ) {
      count = result(ours.read(ByteBuffer.wrap(octets)));
      echoed.write(octets, 0, Math.max(count, 0));
    }
    result(written);
    assertArrayEquals(sent, echoed.toByteArray());
  }

  /** Reads, and waits for it in the handler. */
  private record ReadsOnceMore(AsynchronousSocketChannel from, CompletableFuture<Integer> inner)
      implements CompletionHandler<Integer, Void> {
    @Override
    public void completed(Integer count, Void none) {
      try {
        inner.complete(result(from.read(room(1))));
      } catch (Exception e) {
        inner.completeExceptionally(e);
      }
    }

    @Override
    public void failed(Throwable failure, Void none) {
      inner.completeExceptionally(failure);
    }
  }
}
