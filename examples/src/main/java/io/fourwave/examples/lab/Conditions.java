package io.fourwave.examples.lab;

import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.TcpHostSettings;
import io.fourwave.tcp.TcpSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What the two hosts of an experiment are like. "Fourwave" is the host that is always ours; the
 * other one is the kernel, or in virtual time a second of ours.
 *
 * @param fourwaveIsClient which of the two it is
 * @param tcp what its connections are like
 * @param host what is so for all of them; in virtual time for both hosts
 * @param other what the other host's connections are like, in virtual time
 * @param realMsl Fourwave's MSL against the kernel, short so that one need not wait for minutes
 * @param realDelay how long each packet takes against the kernel
 */
public record Conditions(
    boolean fourwaveIsClient,
    TcpSettings tcp,
    TcpHostSettings host,
    TcpSettings other,
    Duration realMsl,
    Duration realDelay) {

  /** Buffers that stay as they are: a story's windows move only by what it tells. */
  private static final TcpSettings TCP = TcpSettings.defaults().with(new Buffers(1 << 20, 1 << 20));

  private static final Conditions DEFAULTS =
      new Conditions(
          false, TCP, TcpHostSettings.DEFAULTS, TCP, Duration.ofSeconds(1), Duration.ZERO);

  /** Fourwave is the client. */
  public static Conditions asClient() {
    return new Conditions(
        true, DEFAULTS.tcp, DEFAULTS.host, DEFAULTS.other, DEFAULTS.realMsl, DEFAULTS.realDelay);
  }

  /** Fourwave is the server. */
  public static Conditions asServer() {
    return DEFAULTS;
  }

  /** The same with other settings of Fourwave's connections. */
  public Conditions tcp(UnaryOperator<TcpSettings> change) {
    return new Conditions(fourwaveIsClient, change.apply(tcp), host, other, realMsl, realDelay);
  }

  /** The same with other settings of the other host's connections, in virtual time. */
  public Conditions other(UnaryOperator<TcpSettings> change) {
    return new Conditions(fourwaveIsClient, tcp, host, change.apply(other), realMsl, realDelay);
  }

  /** The same with other settings of the host. */
  public Conditions host(UnaryOperator<TcpHostSettings> change) {
    return new Conditions(fourwaveIsClient, tcp, change.apply(host), other, realMsl, realDelay);
  }

  /** The same with packets that take a time, against the kernel. */
  public Conditions realDelay(Duration time) {
    return new Conditions(fourwaveIsClient, tcp, host, other, realMsl, time);
  }

  /** The same with another MSL against the kernel. */
  public Conditions realMsl(Duration time) {
    return new Conditions(fourwaveIsClient, tcp, host, other, time, realDelay);
  }
}
