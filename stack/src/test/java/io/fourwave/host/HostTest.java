package io.fourwave.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.link.Offload;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
  void aConversationOpensTalksAndClosesInFourWaves(String address) throws IOException {
    TwoHosts net = new TwoHosts(HostSettings.defaults());
    HostListener listener = net.peer.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    HostSocket ours =
        net.us.connect(null, new InetSocketAddress(address, 7), TcpSettings.defaults());
    net.settle();
    HostSocket theirs = listener.accept();
    assertTrue(ours.isConnected());

    ours.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
    net.settle();
    ByteBuffer read = ByteBuffer.allocate(10);
    assertEquals(5, theirs.read(read));

    ours.shutdownOutput();
    net.settle();
    assertEquals(TcpState.FIN_WAIT_2, ours.state());
    assertEquals(TcpState.CLOSE_WAIT, theirs.state());
    assertEquals(-1, theirs.read(read));
    theirs.close();
    net.settle();
    assertEquals(TcpState.TIME_WAIT, ours.state());
    assertEquals(TcpState.CLOSED, theirs.state());
    assertEquals(1, net.us.connections().size());
    net.advance(60 * SECOND);
    assertEquals(0, net.us.connections().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyOctetOfABulkTransferArrivesOnceAndInOrder(boolean offload) throws IOException {
    HostSettings settings = HostSettings.defaults().with(offload ? Offload.ALL : Offload.NONE);
    TwoHosts net = new TwoHosts(settings);
    HostListener listener = net.peer.listen(new InetSocketAddress(7), 16, TcpSettings.defaults());
    HostSocket ours =
        net.us.connect(null, new InetSocketAddress("192.0.2.2", 7), TcpSettings.defaults());
    net.settle();
    HostSocket theirs = listener.accept();
    byte[] sent = new byte[20_000_000];
    new Random(3).nextBytes(sent);
    ByteBuffer source = ByteBuffer.wrap(sent);
    ByteBuffer target = ByteBuffer.allocate(sent.length);
    while (target.hasRemaining()) {
      ours.write(source);
      net.advance(1_000_000);
      theirs.read(target);
    }
    assertArrayEquals(sent, target.array());
  }
}
