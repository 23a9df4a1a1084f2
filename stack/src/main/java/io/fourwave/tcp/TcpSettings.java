package io.fourwave.tcp;

import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What can be chosen for a socket. Immutable; every value was checked when it was set. A listener's
 * settings go to the connections it accepts.
 *
 * @param buffers how much is kept
 * @param options which TCP options are offered
 * @param retransmission how long, and how often, we try
 * @param sending when text goes out
 * @param keepAlive how a silent peer is probed
 * @param ip what goes into the IP header
 * @param congestionControl makes the algorithm for a new connection
 */
public record TcpSettings(
    Buffers buffers,
    Options options,
    Retransmission retransmission,
    Sending sending,
    KeepAlive keepAlive,
    Ip ip,
    Supplier<? extends CongestionControl> congestionControl) {

  private static final TcpSettings DEFAULTS =
      new TcpSettings(
          Buffers.DEFAULTS,
          Options.DEFAULTS,
          Retransmission.DEFAULTS,
          Sending.DEFAULTS,
          KeepAlive.OFF,
          Ip.DEFAULTS,
          Cubic::new);

  /** Refuses nulls. */
  public TcpSettings {
    Objects.requireNonNull(buffers, "buffers");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(retransmission, "retransmission");
    Objects.requireNonNull(sending, "sending");
    Objects.requireNonNull(keepAlive, "keepAlive");
    Objects.requireNonNull(ip, "ip");
    Objects.requireNonNull(congestionControl, "congestionControl");
  }

  /** What a modern host would choose. */
  public static TcpSettings defaults() {
    return DEFAULTS;
  }

  /** The same with other buffers. */
  public TcpSettings with(Buffers value) {
    return new TcpSettings(
        value, options, retransmission, sending, keepAlive, ip, congestionControl);
  }

  /** The same with other options. */
  public TcpSettings with(Options value) {
    return new TcpSettings(
        buffers, value, retransmission, sending, keepAlive, ip, congestionControl);
  }

  /** The same with another retransmission policy. */
  public TcpSettings with(Retransmission value) {
    return new TcpSettings(buffers, options, value, sending, keepAlive, ip, congestionControl);
  }

  /** The same with another sending policy. */
  public TcpSettings with(Sending value) {
    return new TcpSettings(
        buffers, options, retransmission, value, keepAlive, ip, congestionControl);
  }

  /** The same with another keep-alive. */
  public TcpSettings with(KeepAlive value) {
    return new TcpSettings(buffers, options, retransmission, sending, value, ip, congestionControl);
  }

  /** The same with other IP header fields. */
  public TcpSettings with(Ip value) {
    return new TcpSettings(
        buffers, options, retransmission, sending, keepAlive, value, congestionControl);
  }

  /** The same with another congestion control. */
  public TcpSettings withCongestionControl(Supplier<? extends CongestionControl> value) {
    return new TcpSettings(buffers, options, retransmission, sending, keepAlive, ip, value);
  }
}
