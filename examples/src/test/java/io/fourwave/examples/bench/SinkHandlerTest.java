package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fourwave.NetworkStack;
import io.fourwave.link.Offload;
import io.fourwave.sim.MemoryLink;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink that reads where the octets lie. */
class SinkHandlerTest {
  private static final int SINK = 9;
  private static final int LENGTH = 700_000;

  /** Sends so many octets, and returns the sink's answer. */
  private static long sink(byte[] octets) throws IOException {
    MemoryLink.Pair pair = MemoryLink.pair(1_500, Offload.ALL);
    try (NetworkStack server = NetworkStack.over(pair.left()).address("192.0.2.2").start();
        NetworkStack client = NetworkStack.over(pair.right()).address("192.0.2.1").start()) {
      server.serve(SINK, socket -> new SinkHandler());
      try (TcpSocket socket = client.connect(new InetSocketAddress("192.0.2.2", SINK))) {
        socket.write(ByteBuffer.wrap(octets));
        socket.shutdownOutput();
        ByteBuffer answer = ByteBuffer.allocate(Long.BYTES);
        Service.readAll(socket, answer);
        return answer.getLong(0);
      }
    }
  }

  @Test
  void itSaysHowManyOctetsThereWere() throws IOException {
    assertEquals(LENGTH, sink(new byte[LENGTH]));
    assertEquals(0, sink(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 300_001, LENGTH - 1})
  void whateverIsNotZeroIsNoticed(int position) {
    byte[] octets = new byte[LENGTH];
    octets[position] = 1;
    assertThrows(IOException.class, () -> sink(octets));
  }
}
