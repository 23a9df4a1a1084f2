package io.fourwave.nio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/** What a channel reads, as the stream of its view as a socket. */
final class ChannelInput extends InputStream {
  private final StackSocketChannel channel;
  private final IntSupplier timeout;

  /**
   * Makes a stream.
   *
   * @param timeout how long a read waits, in milliseconds; 0 for ever
   */
  ChannelInput(StackSocketChannel channel, IntSupplier timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    return channel.read(
        ByteBuffer.wrap(target, from, count), Duration.ofMillis(timeout.getAsInt()));
  }

  @Override
  public int available() throws IOException {
    return channel.available();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
