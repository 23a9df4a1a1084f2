package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import java.time.Duration;

/**
 * When text and acknowledgements go out, and how a socket is closed.
 *
 * @param nagle whether small segments wait while text is in flight (RFC 9293 §3.7.4)
 * @param delayedAck how long an acknowledgement may wait for company, 0 to under 500 ms (RFC 9293
 *     §3.8.6.3)
 * @param initialWindow segments in flight before the first acknowledgement, 1 to 100; fewer, but
 *     two, if they are longer than 1,460 octets (RFC 6928)
 * @param linger what {@code close} does with unsent text: null sends it in the background; zero
 *     aborts; a positive time waits so long for it to be acknowledged, then aborts
 * @param finWait2Timeout how long a closed socket waits in FIN-WAIT-2 for the peer's FIN, 1 s to a
 *     day
 * @param pacing whether what the congestion window allows is spread out over the round trip
 */
public record Sending(
    boolean nagle,
    Duration delayedAck,
    int initialWindow,
    Duration linger,
    Duration finWait2Timeout,
    boolean pacing) {

  /** Nagle, 40 ms, ten segments, close in the background, a minute, spread out. */
  public static final Sending DEFAULTS =
      new Sending(true, Duration.ofMillis(40), 10, null, Duration.ofMinutes(1), true);

  /** Checks the ranges. */
  public Sending {
    range("the delay of an acknowledgement", delayedAck.toNanos(), 0, 499_999_999, "ns");
    range("the initial window", initialWindow, 1, 100, "segments");
    if (linger != null) {
      range("linger", linger.toSeconds(), 0, 65_535, "s");
    }
    range("the FIN-WAIT-2 timeout", finWait2Timeout.toSeconds(), 1, 86_400, "s");
  }

  /** The same with or without the Nagle algorithm. */
  public Sending withNagle(boolean on) {
    return new Sending(on, delayedAck, initialWindow, linger, finWait2Timeout, pacing);
  }

  /** The same with another delay of acknowledgements. */
  public Sending withDelayedAck(Duration delay) {
    return new Sending(nagle, delay, initialWindow, linger, finWait2Timeout, pacing);
  }

  /** The same with another initial window, in segments. */
  public Sending withInitialWindow(int segments) {
    return new Sending(nagle, delayedAck, segments, linger, finWait2Timeout, pacing);
  }

  /** The same with another linger; null for none. */
  public Sending withLinger(Duration time) {
    return new Sending(nagle, delayedAck, initialWindow, time, finWait2Timeout, pacing);
  }

  /** The same with another patience in FIN-WAIT-2. */
  public Sending withFinWait2Timeout(Duration timeout) {
    return new Sending(nagle, delayedAck, initialWindow, linger, timeout, pacing);
  }

  /** The same with or without pacing. */
  public Sending withPacing(boolean on) {
    return new Sending(nagle, delayedAck, initialWindow, linger, finWait2Timeout, on);
  }
}
