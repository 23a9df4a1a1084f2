package io.fourwave.examples.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;

/** So many octets, made as the connection takes them: octet {@code i} is {@code i} modulo 251. */
final class Download implements ChunkedInput<ByteBuf> {
  private static final int PERIOD = 251; // a prime: pieces that change places are noticed
  private static final byte[] PATTERN = pattern();

  private final long octets;
  private long made;

  Download(long octets) {
    this.octets = octets;
  }

  private static byte[] pattern() {
    byte[] pattern = new byte[PERIOD * 256];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % PERIOD);
    }
    return pattern;
  }

  @Override
  public boolean isEndOfInput() {
    return made == octets;
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) {
    int count = (int) Math.min(PATTERN.length, octets - made);
    made += count; // whole patterns but for the last
    return allocator.buffer(count).writeBytes(PATTERN, 0, count);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // deprecated by Netty, who calls it no more
  public ByteBuf readChunk(ChannelHandlerContext context) {
    return readChunk(context.alloc());
  }

  @Override
  public long length() {
    return octets;
  }

  @Override
  public long progress() {
    return made;
  }

  @Override
  public void close() {}
}
