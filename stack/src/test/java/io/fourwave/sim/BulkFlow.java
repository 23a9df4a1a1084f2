package io.fourwave.sim;

import io.fourwave.host.HostListener;
import io.fourwave.host.HostSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** A client that sends without end, and a server that reads and compares. */
final class BulkFlow implements Application {
  private static final int PERIOD = 65_521; // a prime: octets at the wrong place are others

  private final HostSocket client;
  private final HostListener listener;
  private final ByteBuffer pattern = ByteBuffer.allocate(PERIOD);
  private final ByteBuffer arrived = ByteBuffer.allocate(PERIOD);
  private HostSocket server;
  private int writtenTo;
  private int readTo;
  private long octets;

  BulkFlow(HostSocket client, HostListener listener, long seed) {
    this.client = client;
    this.listener = listener;
    new SplittableRandom(seed).nextBytes(pattern.array());
  }

  @Override
  public boolean act(long now) throws IOException {
    boolean wrote = write();
    return read() || wrote;
  }

  private boolean write() throws IOException {
    if (!client.isWritable()) {
      return false;
    }
    int count = client.write(pattern.limit(PERIOD).position(writtenTo));
    writtenTo = pattern.position() % PERIOD;
    return count > 0;
  }

  private boolean read() throws IOException {
    server = server == null ? listener.accept() : server;
    if (server == null || !server.isReadable()) {
      return false;
    }
    int count = server.read(arrived.limit(PERIOD).position(readTo));
    ByteBuffer expected = pattern.duplicate().limit(readTo + count).position(readTo);
    if (!arrived.limit(readTo + count).position(readTo).equals(expected)) {
      throw new IOException("other octets have arrived than were sent, after " + octets);
    }
    octets += count;
    readTo = (readTo + count) % PERIOD;
    return count > 0;
  }

  /** Octets that the server has read. */
  long octets() {
    return octets;
  }

  /** The sender. */
  HostSocket client() {
    return client;
  }
}
