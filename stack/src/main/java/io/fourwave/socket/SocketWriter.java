package io.fourwave.socket;

import io.fourwave.host.Mailbox;
import io.fourwave.stream.ByteRing;
import io.fourwave.tcp.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The writing half of a socket: one thread at a time is the ring's producer. */
final class SocketWriter {
  private final SocketState state;
  private final ReentrantLock lock = new ReentrantLock();
  private final Mailbox.Call send = new SendCall();
  private final BooleanSupplier worthWriting = this::isWorthWriting; // made once: no garbage

  SocketWriter(SocketState state) {
    this.state = state;
  }

  /** Writes what there is room for. */
  int writeNow(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      failIfNotWritable();
      return hand(source);
    } finally {
      lock.unlock();
    }
  }

  /** The same of several buffers, which the loop is told of only once. */
  long writeNow(ByteBuffer[] sources, int from, int count) throws IOException {
    lock.lock();
    try {
      failIfNotWritable();
      long sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += state.connection.outgoing().write(sources[i]);
        if (sources[i].hasRemaining()) {
          break;
        }
      }
      handedOver(sum);
      return sum;
    } finally {
      lock.unlock();
    }
  }

  private int hand(ByteBuffer source) {
    int count = state.connection.outgoing().write(source);
    handedOver(count);
    return count;
  }

  private void handedOver(long count) {
    if (count > 0 || state.connection.outgoing().isStarved()) {
      state.loop.mailbox().post(send); // the loop has to know who waits for memory, too
    }
  }

  /** Writes everything, waiting for room. */
  int write(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      failIfNotWritable();
      int all = source.remaining();
      hand(source);
      while (source.hasRemaining()) {
        awaitRoom();
        hand(source);
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws IOException {
    boolean ready = state.await(state.writeGate, worthWriting, Deadline.NEVER);
    if (state.closed) {
      throw new AsynchronousCloseException();
    }
    if (!ready) {
      throw state.inVain("no room to write");
    }
    failIfShut();
  }

  /** Whether it pays to wake who has more to write: a third of what the ring may hold is free. */
  private boolean isWorthWriting() {
    ByteRing ring = state.connection.outgoing();
    int room = ring.room();
    return isOver() || room > 0 && room >= ring.available() / 2;
  }

  /** Whether a write would not wait. */
  boolean isWritable() {
    return isOver() || state.connection.outgoing().room() > 0;
  }

  private boolean isOver() {
    return state.over != null || state.closed || state.outputShut;
  }

  private void failIfNotWritable() throws IOException {
    if (state.closed) {
      throw new ClosedChannelException();
    }
    failIfShut();
  }

  private void failIfShut() throws IOException {
    if (state.outputShut) {
      throw new ClosedChannelException();
    }
    CloseReason reason = state.over;
    if (reason != null) {
      throw state.exception(reason);
    }
  }

  void writeUrgent(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      // First the mark, then the text: once that is in the ring the loop may send it at any time.
      long position = state.connection.outgoing().tail() + source.remaining();
      state.loop.ask(() -> mark(position));
      write(source);
    } finally {
      lock.unlock();
    }
  }

  private Void mark(long position) {
    state.loop.host().calls().sendUrgent(state.connection, position);
    return null;
  }

  /** No more is written: the FIN follows what a writer has handed over by now. */
  void shutdown() {
    state.outputShut = true;
    state.writeGate.open();
    state.post(() -> state.loop.host().calls().shutdown(state.connection, state.loop.host().now()));
  }

  private final class SendCall extends Mailbox.Call {
    @Override
    protected void run() {
      state.loop.host().calls().send(state.connection);
    }
  }
}
