package io.fourwave.nio;

import static io.fourwave.nio.World.run;
import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Running;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a selector reports of datagram channels. Whoever waits does so without a time-out. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramSelectorContractTest extends DatagramContract {
  private Selector selector;

  @BeforeEach
  void open() throws IOException {
    selector = world.selector();
  }

  @Override
  @AfterEach
  void closeAll() throws IOException {
    super.closeAll();
    selector.close();
  }

  private SelectionKey register(DatagramChannel channel, int ops) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, ops);
  }

  @Test
  void aChannelThatIsNowhereCanBeSentFromOnly() throws Exception {
    SelectionKey key = register(unbound(), OP_READ | OP_WRITE);
    assertEquals(1, selector.select());
    assertEquals(OP_WRITE, key.readyOps());
    key.interestOps(OP_READ);
    selector.selectedKeys().clear();
    assertEquals(0, selector.selectNow());
  }

  @Test
  void aChannelStaysReadableUntilAllIsReceived() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel theirs = theirs();
    SelectionKey key = register(ours, OP_READ);
    assertEquals(0, selector.selectNow());
    arrives(theirs, "one", at(ours));
    arrives(theirs, "", at(ours));
    arrives(theirs, "three", at(ours));
    for (String s : new String[] {"one", "", "three"}) {
      assertEquals(1, selector.select());
      assertTrue(key.isReadable());
      assertEquals(s, receive(ours));
      selector.selectedKeys().clear();
    }
    assertEquals(0, selector.selectNow());
  }

  @Test
  void whoSelectsWaitsForADatagram() throws Exception {
    DatagramChannel ours = ours();
    SelectionKey key = register(ours, OP_READ);
    Running<Integer> waiting = run(() -> selector.select()).isBlocked();
    theirs().send(text("x"), at(ours));
    assertEquals(1, waiting.result());
    assertTrue(key.isReadable());
  }

  @Test
  void aChannelThatIsBoundLaterIsReportedAsWell() throws Exception {
    DatagramChannel later = unbound();
    register(later, OP_READ);
    Running<Integer> waiting = run(() -> selector.select()).isBlocked();
    later.bind(new InetSocketAddress(world.client(), 0));
    theirs().send(text("x"), at(later));
    assertEquals(1, waiting.result());
  }

  @Test
  void whatFailedMakesAChannelReadyForAllUntilItIsTold() throws Exception {
    DatagramChannel ours = ours();
    ours.connect(nobody());
    SelectionKey key = register(ours, OP_READ);
    ours.write(text("x"));
    assertEquals(1, selector.select());
    assertTrue(key.isReadable());
    assertThrows(PortUnreachableException.class, () -> ours.read(ByteBuffer.allocate(1)));
    selector.selectedKeys().clear();
    assertEquals(0, selector.selectNow());
    key.interestOps(OP_WRITE);
    assertEquals(1, selector.selectNow());
  }

  @Test
  void whatIsForgottenByConnectingMakesNothingReadable() throws Exception {
    DatagramChannel ours = ours();
    DatagramChannel peer = theirs();
    DatagramChannel other = theirs();
    SelectionKey key = register(ours, OP_READ);
    arrives(other, "early", at(ours));
    ours.connect(at(peer));
    arrives(other, "late", at(ours));
    assertEquals(0, selector.selectNow());
    peer.send(text("now"), at(ours));
    assertEquals(1, selector.select());
    assertTrue(key.isReadable());
    assertEquals("now", receive(ours));
  }

  @Test
  void onlyWhatDoesNotWaitIsSelected() throws Exception {
    DatagramChannel ours = ours();
    assertThrows(IllegalBlockingModeException.class, () -> ours.register(selector, OP_READ));
    SelectionKey key = register(ours, OP_READ);
    assertThrows(IllegalBlockingModeException.class, () -> ours.configureBlocking(true));
    assertThrows(IllegalArgumentException.class, () -> key.interestOps(OP_ACCEPT));
    assertEquals(OP_READ | OP_WRITE, ours.validOps());
    ours.close();
    assertFalse(key.isValid());
    assertEquals(0, selector.selectNow());
    assertTrue(selector.keys().isEmpty());
  }

  @Test
  void datagramsAndConnectionsShareASelector() throws Exception {
    DatagramChannel ours = ours();
    register(ours, OP_READ);
    try (ServerSocketChannel listener = world.listener();
        SocketChannel socket = world.socket()) {
      socket.connect(World.addressOf(listener));
      socket.configureBlocking(false);
      SelectionKey key = socket.register(selector, OP_READ);
      try (SocketChannel accepted = listener.accept()) {
        accepted.write(text("octets"));
        assertEquals(1, selector.select());
        assertTrue(selector.selectedKeys().remove(key));
        theirs().send(text("datagram"), at(ours));
        while (selector.selectedKeys().size() < 2) {
          selector.select();
        }
        assertEquals("octets", read(socket, 6));
        assertEquals("datagram", receive(ours));
      }
    }
  }

  private static final int TALKS = 10;
  private static final int ROUNDS = 100;

  /** A wake-up that is lost leaves this hanging. */
  @Test
  void everyQuestionIsAnswered() throws Exception {
    DatagramChannel server = theirs();
    server.configureBlocking(false);
    Selector answering = closeSelectorLater(world.serverSelector());
    server.register(answering, OP_READ);
    Running<Integer> answers = run(() -> answer(answering, server));
    for (int i = 0; i < TALKS; i++) {
      DatagramChannel channel = ours();
      channel.connect(at(server));
      register(channel, OP_READ | OP_WRITE).attach(new int[1]);
    }
    int received = 0;
    while (received < TALKS * ROUNDS) {
      assertTrue(selector.select() > 0);
      for (SelectionKey key : selector.selectedKeys()) {
        received += talk(key);
      }
      selector.selectedKeys().clear();
    }
    assertEquals(TALKS * ROUNDS, answers.result());
  }

  private Selector closeSelectorLater(Selector other) {
    closeLater(
        new java.nio.channels.Channel() {
          @Override
          public boolean isOpen() {
            return other.isOpen();
          }

          @Override
          public void close() throws IOException {
            other.close();
          }
        });
    return other;
  }

  private static int answer(Selector selector, DatagramChannel channel) throws IOException {
    int count = 0;
    ByteBuffer buffer = ByteBuffer.allocate(100);
    while (count < TALKS * ROUNDS) {
      assertEquals(1, selector.select());
      selector.selectedKeys().clear();
      for (SocketAddress from = channel.receive(buffer.clear());
          from != null;
          from = channel.receive(buffer.clear())) {
        assertEquals(4, channel.send(buffer.flip(), from));
        count++;
      }
    }
    return count;
  }

  /** Asks when it is written to, and then waits for the answer; says how many came. */
  private static int talk(SelectionKey key) throws IOException {
    DatagramChannel channel = (DatagramChannel) key.channel();
    int[] round = (int[]) key.attachment();
    ByteBuffer buffer = ByteBuffer.allocate(9);
    if (key.isWritable()) {
      assertEquals(4, channel.write(buffer.putInt(round[0]).flip()));
      key.interestOps(OP_READ);
      return 0;
    }
    assertEquals(4, channel.read(buffer));
    assertEquals(round[0], buffer.flip().getInt());
    round[0]++;
    key.interestOps(round[0] < ROUNDS ? OP_WRITE : OP_READ);
    return 1;
  }
}
