package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads with the services, and with servers that do other than they say, on loopback. */
class WorkloadIT {
  private static final Server HERE = new Server(InetAddress.getLoopbackAddress(), Way.KERNEL);
  private static final long TIME = 20_000_000;

  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final List<CompletableFuture<Void>> loops = new ArrayList<>();

  @BeforeEach
  void privateNetwork() {
    Lab.requirePrivateNetwork();
  }

  /** What a server does with a connection. */
  private interface Conduct {
    void serve(ByteChannel peer, ByteBuffer scratch) throws IOException;
  }

  /** Serves connections at a service's port, one after the other, until the test is over. */
  private void serve(Service service, Conduct conduct) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listeners.add(listener);
    listener.bind(HERE.way().everywhere(service));
    loops.add(
        CompletableFuture.runAsync(
            () -> serve(listener, conduct), task -> new Thread(task).start()));
  }

  private static void serve(ServerSocketChannel listener, Conduct conduct) {
    ByteBuffer scratch = ByteBuffer.allocateDirect(Service.SCRATCH);
    try {
      for (; ; ) {
        try (SocketChannel peer = listener.accept()) {
          conduct.serve(peer, scratch);
        }
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
    loops.forEach(CompletableFuture::join);
  }

  private static void assertFails(String why, Workload workload) {
    IOException e = assertThrows(IOException.class, () -> workload.run(HERE, TIME));
    assertTrue(e.getMessage().contains(why), e::toString);
  }

  @Test
  void bulkInCountsWhatTheServerHasReceived() throws IOException {
    serve(Service.SINK, Service.SINK::serve);
    Measurement measurement = new BulkIn().run(HERE, TIME);

    assertTrue(measurement.amount() > 0, measurement::toString);
    assertTrue(measurement.nanos() >= TIME, measurement::toString);
    assertEquals(0, measurement.latencies().getTotalCount());
  }

  @Test
  void bulkOutCountsWhatTheServerHasSent() throws IOException {
    serve(Service.SOURCE, Service.SOURCE::serve);
    Measurement measurement = new BulkOut().run(HERE, TIME);

    assertTrue(measurement.amount() > 0, measurement::toString);
    assertTrue(measurement.nanos() >= TIME, measurement::toString);
  }

  @Test
  void bulkOutUnderstandsACountThatComesInPieces() throws IOException {
    serve(Service.SOURCE, WorkloadIT::countInPieces);
    assertEquals(300 + Long.BYTES, new BulkOut().run(HERE, TIME).amount());
  }

  private static void countInPieces(ByteChannel peer, ByteBuffer scratch) throws IOException {
    Service.readAll(peer, scratch.clear().limit(Long.BYTES));
    byte[] stream = ByteBuffer.allocate(300 + Long.BYTES).putLong(300, 300).array();
    for (byte octet : stream) {
      Service.writeAll(peer, ByteBuffer.wrap(new byte[] {octet}));
    }
  }

  @Test
  void bulkInFailsIfTheServerHasReceivedAnotherNumberOfOctets() throws IOException {
    serve(Service.SINK, WorkloadIT::countOneLess);
    assertFails("have arrived", new BulkIn());
  }

  private static void countOneLess(ByteChannel peer, ByteBuffer scratch) throws IOException {
    long octets = -1;
    for (int count = 0; count >= 0; count = peer.read(scratch.clear())) {
      octets += count;
    }
    Service.writeAll(peer, scratch.clear().putLong(octets).flip());
  }

  @Test
  void bulkOutFailsIfTheServerHasSentAnotherNumberOfOctets() throws IOException {
    serve(Service.SOURCE, WorkloadIT::claimOneMore);
    assertFails("1 octets were sent, and 0 have arrived", new BulkOut());
  }

  private static void claimOneMore(ByteChannel peer, ByteBuffer scratch) throws IOException {
    Service.readAll(peer, scratch.clear().limit(Long.BYTES));
    Service.writeAll(peer, scratch.clear().putLong(1).flip());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_024})
  void aRequestIsAnsweredWithTheSameOctets(int octets) throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    Measurement measurement = new RequestResponse(octets).run(HERE, TIME);

    assertTrue(measurement.amount() > 0, measurement::toString);
    assertEquals(measurement.amount(), measurement.latencies().getTotalCount());
  }

  @Test
  void aWrongAnswerFails() throws IOException {
    serve(Service.ECHO, WorkloadIT::answerZeros);
    assertFails("1 was sent, and 0..0 came back", new RequestResponse(2));
    assertFails("1 was sent, and 0..0 came back", Crowd.of(1, ExchangeFlow.of(2)));
  }

  private static void answerZeros(ByteChannel peer, ByteBuffer scratch) throws IOException {
    Service.writeAll(peer, ByteBuffer.allocate(2));
    Service.SINK.serve(peer, scratch); // what is unread at the end would make it a reset
  }

  @Test
  void aCrowdSendsOnAllItsConnections() throws IOException {
    serve(Service.SINK, Service.SINK::serve);
    Measurement measurement = Crowd.of(3, BulkInFlow.ofOneThread()).run(HERE, TIME);

    assertTrue(measurement.amount() > 0, measurement::toString);
    assertTrue(measurement.nanos() >= TIME, measurement::toString);
  }

  @Test
  void aCrowdReceivesOnAllItsConnections() throws IOException {
    serve(Service.SOURCE, WorkloadIT::countInPieces);
    Measurement measurement = Crowd.of(3, BulkOutFlow.ofOneThread()).run(HERE, TIME);

    assertEquals(3 * (300 + Long.BYTES), measurement.amount());
  }

  @Test
  void aCrowdFailsIfOneOfItsConnectionsDoes() throws IOException {
    serve(Service.SINK, WorkloadIT::countOneLess);
    serve(Service.SOURCE, WorkloadIT::claimOneMore);

    assertFails("have arrived", Crowd.of(3, BulkInFlow.ofOneThread()));
    assertFails("have arrived", Crowd.of(3, BulkOutFlow.ofOneThread()));
  }

  @Test
  void everyExchangeOfACrowdCounts() throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    Measurement measurement = Crowd.of(3, ExchangeFlow.of(1_024)).run(HERE, TIME);

    assertTrue(measurement.amount() >= 3, measurement::toString);
    assertEquals(measurement.amount(), measurement.latencies().getTotalCount());
  }

  @Test
  void whatGoesBesideAMeasurementIsMeasuredAsWell() throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    serve(Service.SINK, Service.SINK::serve);
    Workload load = Crowd.of(2, BulkInFlow.ofOneThread());
    Measurement measurement = new UnderLoad(new RequestResponse(1), load).run(HERE, TIME);

    assertTrue(measurement.load() > 0, measurement::toString);
    assertEquals(measurement.amount(), measurement.latencies().getTotalCount());
  }

  @Test
  void aMeasurementFailsIfTheLoadDoes() throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    assertFails("the load has failed", new UnderLoad(new RequestResponse(1), new BulkIn()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyConnectionOfEveryClientCounts(int atOnce) throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    Measurement measurement = new ConnectClose(atOnce).run(HERE, TIME);

    assertTrue(measurement.amount() >= atOnce, measurement::toString);
    assertEquals(measurement.amount(), measurement.latencies().getTotalCount());
  }

  @Test
  void aConnectionThatIsRefusedFails() {
    assertFails("Connection refused", new ConnectClose(2));
  }

  @Test
  void theIntegrityCheckPassesIfAllComesBack() throws IOException {
    serve(Service.ECHO, Service.ECHO::serve);
    IntegrityCheck.run(HERE);
  }

  @Test
  void theIntegrityCheckFailsIfOneBitIsOther() throws IOException {
    Conduct flip =
        (peer, scratch) -> {
          for (long from = 0; peer.read(scratch.clear()) >= 0; from += scratch.position()) {
            long bad = IntegrityCheck.OCTETS / 2 - from;
            if (bad >= 0 && bad < scratch.position()) {
              scratch.put((int) bad, (byte) (scratch.get((int) bad) ^ 1));
            }
            int count = scratch.position();
            Service.writeAll(peer, scratch.flip());
            scratch.clear().position(count);
          }
        };
    serve(Service.ECHO, flip);
    IOException e = assertThrows(IOException.class, () -> IntegrityCheck.run(HERE));
    assertEquals("the octets that came back are not those that were sent", e.getMessage());
  }
}
