package io.fourwave.udp;

/**
 * How many octets of datagrams wait at most, {@link io.fourwave.stream.DatagramQueue#RECORD} more
 * for each included. What arrives beyond that is lost, what is sent has to wait.
 *
 * @param send those that are to be sent, 2 KiB to 64 MiB
 * @param receive those that have arrived, 2 KiB to 64 MiB
 */
public record QueueLimits(int send, int receive) {
  /** 256 KiB each way. */
  public static final QueueLimits DEFAULTS = new QueueLimits(256 << 10, 256 << 10);

  private static final int LEAST = 2 << 10;
  private static final int MOST = 64 << 20;

  /** Checks the ranges. */
  public QueueLimits {
    check("send", send);
    check("receive", receive);
  }

  private static void check(String name, int octets) {
    if (octets < LEAST || octets > MOST) {
      throw new IllegalArgumentException(
          "the " + name + " queue must be 2048 to 67108864 octets, not " + octets);
    }
  }
}
