package io.fourwave.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output stream over calls that take buffers. It remembers the buffer around the array that it
 * was given last, as {@link InputOverBuffers} does. Thread-safe: one thread writes, others wait.
 */
public abstract class OutputOverBuffers extends OutputStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final LastArray last = new LastArray();

  /** Writes all that remains in a buffer. */
  protected abstract void write(ByteBuffer source) throws IOException;

  @Override
  public final void write(int octet) throws IOException {
    lock.lock();
    try {
      write(last.octet().put(0, (byte) octet));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void write(byte[] source, int from, int count) throws IOException {
    lock.lock();
    try {
      write(last.part(source, from, count));
    } finally {
      lock.unlock();
    }
  }
}
