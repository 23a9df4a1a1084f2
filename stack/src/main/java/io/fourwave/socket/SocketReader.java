package io.fourwave.socket;

import io.fourwave.host.Mailbox;
import io.fourwave.tcp.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The reading half of a socket: one thread at a time is the ring's consumer. */
final class SocketReader {
  private final SocketState state;
  private final ReentrantLock lock = new ReentrantLock();
  private final Mailbox.Call receive = new ReceiveCall();
  private final BooleanSupplier readable = this::isReadable; // made once: waiting allocates nothing
  volatile Duration timeout = Duration.ZERO;

  SocketReader(SocketState state) {
    this.state = state;
  }

  int read(ByteBuffer target, boolean mayWait) throws IOException {
    lock.lock();
    try {
      state.failIfClosed();
      if (!target.hasRemaining()) {
        return 0;
      }
      int count = take(target);
      return count != 0 || !mayWait ? count : waitAndTake(target);
    } finally {
      lock.unlock();
    }
  }

  private int waitAndTake(ByteBuffer target) throws IOException {
    Duration patience = timeout;
    boolean ready = state.await(state.readGate, readable, Deadline.in(patience));
    if (state.closed) {
      throw new AsynchronousCloseException();
    }
    if (!ready) {
      throw state.inVain("nothing to read within " + patience);
    }
    return take(target);
  }

  /** Whether a read would not wait. */
  boolean isReadable() {
    return state.connection.incoming().available() > 0
        || state.atEnd
        || state.inputShut
        || state.over != null
        || state.closed;
  }

  /** Takes what there is: 0 if one has to wait, -1 at the end. */
  private int take(ByteBuffer target) throws IOException {
    if (state.inputShut) {
      return -1;
    }
    boolean noMore =
        state.atEnd || state.over != null; // asked first: what came before is in the ring
    int count = state.connection.incoming().read(target);
    if (count > 0) {
      if (state.connection.incoming().producerWantsToKnow()) {
        state.loop.mailbox().post(receive);
      }
      return count;
    }
    if (!noMore) {
      return 0;
    }
    CloseReason reason = state.over;
    if (reason != null && reason.isFailure() && !state.atEnd) {
      throw state.exception(reason);
    }
    return -1;
  }

  int available() {
    return state.inputShut ? 0 : state.connection.incoming().available();
  }

  /** No more is read: the loop becomes the ring's consumer once nobody else is. */
  void shutdown() {
    if (state.inputShut) {
      return;
    }
    state.inputShut = true;
    state.readGate.open();
    lock.lock();
    try {
      state.post(() -> state.loop.host().calls().discardInput(state.connection));
    } finally {
      lock.unlock();
    }
  }

  private final class ReceiveCall extends Mailbox.Call {
    @Override
    protected void run() {
      state.loop.host().calls().receive(state.connection);
    }
  }
}
