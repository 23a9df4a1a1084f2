package io.fourwave.nio;

import io.fourwave.socket.InputOverBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** What a channel reads, as the stream of its view as a socket. */
final class ChannelInput extends InputOverBuffers {
  private final StackSocketChannel channel;
  private final Supplier<Duration> timeout;

  /**
   * Makes a stream.
   *
   * @param timeout how long a read waits; zero for ever
   */
  ChannelInput(StackSocketChannel channel, Supplier<Duration> timeout) {
    this.channel = channel;
    this.timeout = timeout;
  }

  @Override
  protected int read(ByteBuffer target) throws IOException {
    return channel.read(target, timeout.get());
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
