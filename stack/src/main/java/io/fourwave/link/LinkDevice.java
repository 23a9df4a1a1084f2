package io.fourwave.link;

import java.io.IOException;

/**
 * The port to whatever carries IP packets: a TUN device, a tunnel, a simulator.
 *
 * <p>One thread, the event loop's, calls everything but {@link #wakeup()}, which any thread may
 * call. Times are nanoseconds of a monotonic clock.
 */
public interface LinkDevice extends AutoCloseable {
  /** The longest IP packet that goes over the link in one piece, in octets. */
  int mtu();

  /** What the device does for the stack. Does not change over the device's life. */
  default Offload offload() {
    return Offload.NONE;
  }

  /**
   * Whether it reads to a packet's {@link Packet#landing()} and writes a packet's {@link
   * Packet#tail()}. One that does not is never given a packet with either.
   */
  default boolean scatters() {
    return false;
  }

  /**
   * Takes the next packet that has arrived, without waiting.
   *
   * @param into is filled with the packet, its checksum state and its segment size
   * @param now nanoseconds; when this turn of the loop began
   * @return false if none has arrived
   * @throws IOException if the device has failed; it is of no more use
   */
  boolean read(Packet into, long now) throws IOException;

  /**
   * Sends a packet, without waiting.
   *
   * @param packet may have its headroom overwritten
   * @param now nanoseconds; when this turn of the loop began
   * @return false if the device has no room; call {@link #await} and offer the same packet again
   * @throws IOException if the device has failed; it is of no more use
   */
  boolean write(Packet packet, long now) throws IOException;

  /**
   * Sleeps until a packet has arrived, {@link #wakeup()} was called (also before the call), the
   * time is over, or, if asked, there is room to write. May return early.
   *
   * @param nanos at most so long; 0 returns at once, {@link Long#MAX_VALUE} has no limit
   * @param writable whether room to write ends the sleep
   * @throws IOException if the device has failed
   */
  void await(long nanos, boolean writable) throws IOException;

  /** Ends the current {@link #await}, or the next one if none is going on. For any thread. */
  void wakeup();

  /** Releases the device. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
