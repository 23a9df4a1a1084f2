package io.fourwave.socket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An input stream over calls that take buffers. It remembers the buffer around the array that it
 * was given last, since applications use the same again and again: reading allocates nothing.
 * Thread-safe: one thread reads, others wait.
 */
public abstract class InputOverBuffers extends InputStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final LastArray last = new LastArray();

  /**
   * Reads what there is, waiting for at least one octet.
   *
   * @return octets read, or -1 at the end
   */
  protected abstract int read(ByteBuffer target) throws IOException;

  @Override
  public final int read() throws IOException {
    lock.lock();
    try {
      ByteBuffer one = last.octet();
      return read(one) < 0 ? -1 : one.get(0) & 0xff;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final int read(byte[] target, int from, int count) throws IOException {
    lock.lock();
    try {
      return read(last.part(target, from, count));
    } finally {
      lock.unlock();
    }
  }
}
