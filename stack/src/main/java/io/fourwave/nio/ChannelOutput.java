package io.fourwave.nio;

import io.fourwave.socket.OutputOverBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a channel writes, as the stream of its view as a socket. */
final class ChannelOutput extends OutputOverBuffers {
  private final StackSocketChannel channel;

  ChannelOutput(StackSocketChannel channel) {
    this.channel = channel;
  }

  @Override
  protected void write(ByteBuffer source) throws IOException {
    channel.writeAll(source);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
