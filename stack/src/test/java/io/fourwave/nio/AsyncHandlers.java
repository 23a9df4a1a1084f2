package io.fourwave.nio;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;

/** Handlers that go on by themselves. */
final class AsyncHandlers {
  private AsyncHandlers() {}

  /** Writes all of a buffer. */
  record All(AsynchronousSocketChannel to, ByteBuffer source, CompletableFuture<Void> written)
      implements CompletionHandler<Integer, Void> {
    @Override
    public void completed(Integer count, Void none) {
      if (source.hasRemaining()) {
        to.write(source, null, this);
      } else {
        written.complete(null);
      }
    }

    @Override
    public void failed(Throwable failure, Void none) {
      written.completeExceptionally(failure);
    }
  }

  /** Reads, writes what it has read, and reads again. */
  record Echo(AsynchronousSocketChannel channel, ByteBuffer buffer)
      implements CompletionHandler<Integer, Echo.Step> {
    enum Step {
      READ,
      WRITTEN
    }

    void start() {
      channel.read(buffer.clear(), Step.READ, this);
    }

    @Override
    public void completed(Integer count, Step step) {
      if (step == Step.READ && count >= 0) {
        buffer.flip();
      }
      if (count < 0) {
        return;
      }
      if (buffer.hasRemaining()) {
        channel.write(buffer, Step.WRITTEN, this);
      } else {
        start();
      }
    }

    @Override
    public void failed(Throwable failure, Step step) {
      // The channel is closed: the test is over.
    }
  }
}
