package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;

/** Any number of channels that do not block, driven by one thread. */
final class SelectorLoop implements AutoCloseable {
  private final Selector selector;
  private int members;

  /** What is done with a channel. */
  interface Member {
    /**
     * Does what can be done now.
     *
     * @return what to wait for next, of {@link SelectionKey}'s operations; none if it is done, and
     *     the channel is to be closed
     */
    int goOn() throws IOException;
  }

  SelectorLoop(SelectorProvider provider) throws IOException {
    selector = provider.openSelector();
  }

  /** Adds a channel, and what to wait for first. */
  void add(SelectableChannel channel, int operations, Member member) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, operations, member);
    members++;
  }

  /** Goes on until all are done. */
  void run() throws IOException {
    while (members > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        goOn(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private void goOn(SelectionKey key) throws IOException {
    int operations = ((Member) key.attachment()).goOn();
    if (operations == 0) {
      key.channel().close();
      members--;
    } else if (operations != key.interestOps()) {
      key.interestOps(operations);
    }
  }

  /** Closes what is still open. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
