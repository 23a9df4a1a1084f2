package io.fourwave.examples.bench.paths;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Receives from a sender for a time, compares all, and says how many megabits a second came. */
final class Reception implements Callable<Double> {
  private static final int SCRATCH = 256 << 10;
  private static final double BITS_AND_MICROS = 8e3; // octets for each nanosecond, to Mbit/s

  private static final int CONNECT_MILLIS = 20_000; // four SYNs may be lost

  private final InetSocketAddress sender;
  private final Duration settling;
  private final Duration measured;

  /**
   * Describes it.
   *
   * @param settling what comes in this time after the connection is open does not count
   * @param measured what comes in the time after that counts
   */
  Reception(InetSocketAddress sender, Duration settling, Duration measured) {
    this.sender = sender;
    this.settling = settling;
    this.measured = measured;
  }

  @Override
  public Double call() throws IOException {
    Pattern pattern = new Pattern();
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0); // closing resets: the sender is to stop at once
      socket.connect(sender, CONNECT_MILLIS); // a SYN lost or not would say nothing of throughput
      long begin = System.nanoTime() + settling.toNanos();
      receive(socket, pattern, begin);
      long before = pattern.compared();
      receive(socket, pattern, begin + measured.toNanos());
      return (pattern.compared() - before) * BITS_AND_MICROS / measured.toNanos();
    }
  }

  private void receive(Socket socket, Pattern pattern, long end) throws IOException {
    byte[] arrived = new byte[SCRATCH];
    try {
      for (int left = millis(end); left > 0; left = millis(end)) {
        socket.setSoTimeout(left);
        int count = socket.getInputStream().read(arrived);
        if (count < 0) {
          throw new IOException(sender + " has closed");
        }
        pattern.compare(arrived, count);
      }
    } catch (SocketTimeoutException e) {
      return; // the time is over
    }
  }

  private static int millis(long end) {
    return (int) Math.max(0, (end - System.nanoTime()) / 1_000_000);
  }
}
