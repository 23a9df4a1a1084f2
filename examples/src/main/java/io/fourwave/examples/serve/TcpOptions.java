package io.fourwave.examples.serve;

import io.fourwave.examples.Refusal;
import io.fourwave.tcp.Buffers;
import io.fourwave.tcp.Options;
import io.fourwave.tcp.Retransmission;
import io.fourwave.tcp.Sending;
import io.fourwave.tcp.SynCookieUse;
import io.fourwave.tcp.TcpHostSettings;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.congestion.Bbr;
import io.fourwave.tcp.congestion.CongestionControl;
import io.fourwave.tcp.congestion.Cubic;
import io.fourwave.tcp.congestion.NewReno;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options about TCP. What is not given stays as {@link TcpSettings#defaults} has it. */
final class TcpOptions {
  private static final Duration SHORTEST_MSL = Duration.ofMillis(100);
  private static final Duration LONGEST_MSL = Duration.ofMinutes(2); // RFC 9293 §3.4.2

  @Option(
      names = "--msl",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Maximum segment lifetime: TIME-WAIT lasts twice as long (30s).")
  Duration msl = Duration.ofSeconds(30);

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Send and receive buffer of a connection (128K, widened up to 16M as needed).")
  private Integer buffer;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Converters.LargeSize.class,
      description = "Buffers of all connections together, at most (half of Java's heap).")
  private Long memory;

  @Option(
      names = "--mss",
      paramLabel = "OCTETS",
      converter = Converters.Whole.class,
      description = "Maximum segment size, if less than the MTU allows.")
  private Integer segmentSize;

  @Option(
      names = "--rto-min",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Shortest retransmission timeout (200ms).")
  private Duration shortestTimeout;

  @Option(
      names = "--rto-max",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Longest retransmission timeout (60s).")
  private Duration longestTimeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "R2: retransmissions after which a connection is given up (15).")
  private Integer retries;

  @Option(
      names = "--user-timeout",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = {
        "How long sent text may stay unacknowledged, whatever --retries says (no limit).",
        "The peer is told of it (RFC 5482)."
      })
  private Duration userTimeout;

  @Option(
      names = "--fast-open",
      description = "Text that a SYN carries counts at once, given a cookie (RFC 7413).")
  private boolean fastOpen;

  @Option(
      names = "--delayed-ack",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "How long an acknowledgement waits for company; 0ms: not at all (40ms).")
  private Duration delayedAck;

  @Option(
      names = "--initial-window",
      paramLabel = "N",
      converter = Converters.Whole.class,
      description = "Segments in flight before the first acknowledgement (10).")
  private Integer initialWindow;

  @Option(
      names = "--congestion",
      paramLabel = "NAME",
      description = "Congestion control: cubic, newreno or bbr (cubic).")
  private String congestion = "cubic";

  @Option(
      names = "--syn-cookies",
      paramLabel = "WHEN",
      description =
          "Answer SYNs without keeping anything: never, under-flood or always (under-flood).")
  private String synCookies = "under-flood";

  @Option(
      names = "--nagle",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Small segments wait while text is in flight (on).")
  private boolean nagle;

  @Option(
      names = "--plain",
      description = "No TCP options but the segment size: the TCP of RFC 793.")
  private boolean plain;

  /** The maximum segment lifetime. */
  Duration msl() {
    if (msl.compareTo(SHORTEST_MSL) < 0 || msl.compareTo(LONGEST_MSL) > 0) {
      throw new Refusal("--msl is 100ms to 2m, not " + Converters.text(msl));
    }
    return msl;
  }

  /** The octets that the buffers of all connections may take. */
  long memory() {
    if (memory == null) {
      return TcpHostSettings.DEFAULTS.memory();
    }
    try {
      return TcpHostSettings.DEFAULTS.withMemory(memory).memory();
    } catch (IllegalArgumentException e) {
      throw new Refusal("--memory: " + e.getMessage(), e);
    }
  }

  /** The settings of every connection. */
  TcpSettings settings() {
    TcpSettings settings = TcpSettings.defaults();
    if (plain) {
      settings = settings.with(Options.PLAIN);
    }
    settings = settings.with(settings.sending().withNagle(nagle));
    settings = settings.with(settings.options().withFastOpen(fastOpen));
    settings = settings.withCongestionControl(congestionControl());
    settings = apply(settings, "--buffer", buffer, s -> s.with(new Buffers(buffer, buffer)));
    settings =
        apply(
            settings,
            "--mss",
            segmentSize,
            s -> s.with(s.options().withMaximumSegmentSize(segmentSize)));
    settings = timeouts(settings);
    settings = apply(settings, "--retries", retries, this::retried);
    settings = apply(settings, "--user-timeout", userTimeout, this::impatient);
    settings = apply(settings, "--delayed-ack", delayedAck, s -> s.with(acknowledging(s)));
    return apply(
        settings,
        "--initial-window",
        initialWindow,
        s -> s.with(s.sending().withInitialWindow(initialWindow)));
  }

  /** When SYNs are answered with cookies. */
  SynCookieUse synCookies() {
    return switch (synCookies) {
      case "never" -> SynCookieUse.NEVER;
      case "under-flood" -> SynCookieUse.UNDER_FLOOD;
      case "always" -> SynCookieUse.ALWAYS;
      default ->
          throw new Refusal(
              "--syn-cookies is never, under-flood or always, not '" + synCookies + "'");
    };
  }

  private Supplier<CongestionControl> congestionControl() {
    return switch (congestion) {
      case "cubic" -> Cubic::new;
      case "newreno" -> NewReno::new;
      case "bbr" -> Bbr::new;
      default ->
          throw new Refusal("--congestion is cubic, newreno or bbr, not '" + congestion + "'");
    };
  }

  private TcpSettings timeouts(TcpSettings settings) {
    Retransmission r = settings.retransmission();
    Duration shortest = shortestTimeout == null ? r.minimumTimeout() : shortestTimeout;
    Duration longest = longestTimeout == null ? r.maximumTimeout() : longestTimeout;
    if (shortest.toMillis() < 1 || shortest.compareTo(longest) > 0) {
      throw new Refusal(
          "--rto-min is 1ms to what --rto-max is, %s, not %s"
              .formatted(Converters.text(longest), Converters.text(shortest)));
    }
    Duration initial = longest.compareTo(r.initialTimeout()) < 0 ? longest : r.initialTimeout();
    return apply(
        settings, "--rto-max", longest, s -> s.with(r.withTimeouts(initial, shortest, longest)));
  }

  private TcpSettings retried(TcpSettings settings) {
    Retransmission r = settings.retransmission();
    return settings.with(r.withLimits(Math.min(r.r1(), retries), retries, retries));
  }

  private TcpSettings impatient(TcpSettings settings) {
    Retransmission r = settings.retransmission();
    Duration longest = r.longestTimeout();
    if (userTimeout.toSeconds() == 0) {
      throw new Refusal("--user-timeout is 1s or more, not " + Converters.text(userTimeout));
    }
    return settings.with(
        r.withUserTimeout(userTimeout).withAdvertisedTimeout(userTimeout, longest));
  }

  private Sending acknowledging(TcpSettings settings) {
    return settings.sending().withDelayedAck(delayedAck);
  }

  /** Settings refuse what is out of range with a sentence, which lacks only the option's name. */
  private static TcpSettings apply(
      TcpSettings settings, String option, Object value, UnaryOperator<TcpSettings> change) {
    if (value == null) {
      return settings;
    }
    try {
      return change.apply(settings);
    } catch (IllegalArgumentException e) {
      throw new Refusal(option + ": " + e.getMessage(), e);
    }
  }
}
