package io.fourwave.allocation;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** Serves a channel that a selector watches. */
final class Selecting {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Load load;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
  private int toCome;
  private int toGo;

  Selecting(SocketChannel channel, Selector selector, Load load) throws IOException {
    this.channel = channel;
    this.load = load;
    toCome = load.request;
    channel.configureBlocking(false);
    key = channel.register(selector, OP_READ);
  }

  /**
   * With the set of selected keys, which is visited and emptied. An iterator over it would be a new
   * object, as every set's: 32 octets a selection, unless the compiler does without.
   */
  void overSelectedKeys() throws IOException {
    Selector selector = key.selector();
    Consumer<SelectionKey> action = this::ready;
    while (channel.isOpen()) {
      selector.select();
      selector.selectedKeys().forEach(action);
      selector.selectedKeys().clear();
    }
  }

  /** With an action. */
  void byAction() throws IOException {
    Consumer<SelectionKey> action = this::ready;
    while (channel.isOpen()) {
      key.selector().select(action);
    }
  }

  private void ready(SelectionKey selected) {
    try {
      if (selected.isReadable()) {
        read();
      }
      if (toGo > 0) {
        write();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the channel has failed", e);
    }
  }

  private void read() throws IOException {
    int count = channel.read(buffer.clear());
    if (count < 0) {
      channel.close();
      return;
    }
    toCome -= count;
    if (toCome == 0) {
      toGo = load.answer;
    }
  }

  private void write() throws IOException {
    buffer.clear().limit(Math.min(toGo, buffer.capacity()));
    toGo -= channel.write(buffer);
    if (toGo == 0) {
      toCome = load.request;
    }
    key.interestOps(toGo > 0 ? OP_WRITE : OP_READ);
  }
}
