package io.fourwave.nio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** What a channel writes, as the stream of its view as a socket. */
final class ChannelOutput extends OutputStream {
  private final StackSocketChannel channel;

  ChannelOutput(StackSocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int count) throws IOException {
    channel.writeAll(ByteBuffer.wrap(source, from, count));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
