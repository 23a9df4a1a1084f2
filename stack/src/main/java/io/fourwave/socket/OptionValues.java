package io.fourwave.socket;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;

import io.fourwave.tcp.Ip;
import io.fourwave.tcp.KeepAlive;
import io.fourwave.tcp.Sending;
import io.fourwave.tcp.TcpSettings;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Where in the settings each of the JDK's options is found. */
final class OptionValues {
  private static final int LEAST_BUFFER = 2 << 10;
  private static final int MOST_BUFFER = 64 << 20;
  private static final int MOST_LINGER = 65_535;
  private static final int MOST_TIME = 32_767;
  private static final int MOST_PROBES = 127;
  private static final Map<SocketOption<?>, Place<?>> PLACES = new HashMap<>();

  static {
    place(SO_RCVBUF, s -> s.buffers().receive(), OptionValues::receiveBuffer);
    place(SO_SNDBUF, s -> s.buffers().send(), OptionValues::sendBuffer);
    place(SO_LINGER, OptionValues::linger, OptionValues::linger);
    place(TCP_NODELAY, s -> !s.sending().nagle(), (s, on) -> s.with(s.sending().withNagle(!on)));
    place(TCP_QUICKACK, s -> s.sending().delayedAck().isZero(), OptionValues::quickAck);
    place(IP_TOS, s -> s.ip().dscp() << 2, OptionValues::typeOfService);
    place(SO_KEEPALIVE, s -> s.keepAlive().on(), (s, on) -> s.with(s.keepAlive().switched(on)));
    place(TCP_KEEPIDLE, s -> (int) s.keepAlive().idle().toSeconds(), OptionValues::keepIdle);
    place(TCP_KEEPINTERVAL, s -> (int) s.keepAlive().interval().toSeconds(), OptionValues::between);
    place(TCP_KEEPCOUNT, s -> s.keepAlive().count(), OptionValues::probes);
  }

  private OptionValues() {}

  /** How an option is read from the settings, and written into them. */
  private record Place<T>(Function<TcpSettings, T> get, Setter<T> set) {}

  private interface Setter<T> {
    TcpSettings apply(TcpSettings settings, T value) throws SocketException;
  }

  private static <T> void place(
      SocketOption<T> option, Function<TcpSettings, T> get, Setter<T> set) {
    PLACES.put(option, new Place<>(get, set));
  }

  static Object of(TcpSettings settings, SocketOption<?> option) {
    return PLACES.get(option).get.apply(settings);
  }

  static <T> TcpSettings apply(TcpSettings settings, SocketOption<T> option, T value)
      throws SocketException {
    @SuppressWarnings("unchecked") // place() has put a place of the option's type there
    Place<T> place = (Place<T>) PLACES.get(option);
    return place.set.apply(settings, value);
  }

  private static TcpSettings receiveBuffer(TcpSettings s, int octets) {
    return s.with(s.buffers().withReceive(buffer(octets)));
  }

  private static TcpSettings sendBuffer(TcpSettings s, int octets) {
    return s.with(s.buffers().withSend(buffer(octets)));
  }

  /** What is nearest to a buffer's size in our range. */
  static int buffer(int octets) {
    if (octets < 0) {
      throw new IllegalArgumentException("Invalid send/receive buffer size");
    }
    return clamp(octets, LEAST_BUFFER, MOST_BUFFER);
  }

  private static int linger(TcpSettings s) {
    Duration time = s.sending().linger();
    return time == null ? -1 : (int) time.toSeconds();
  }

  private static TcpSettings linger(TcpSettings s, int seconds) {
    Duration time = seconds < 0 ? null : Duration.ofSeconds(Math.min(seconds, MOST_LINGER));
    return s.with(s.sending().withLinger(time));
  }

  private static TcpSettings quickAck(TcpSettings s, boolean on) {
    Duration delay = on ? Duration.ZERO : Sending.DEFAULTS.delayedAck();
    return on == s.sending().delayedAck().isZero() ? s : s.with(s.sending().withDelayedAck(delay));
  }

  /** The two bits below the code point are ECN's, which are TCP's own (RFC 3168 §5). */
  private static TcpSettings typeOfService(TcpSettings s, int octet) {
    Ip ip = s.ip();
    return s.with(ip.withDscp(codePoint(octet)));
  }

  /** What of the former type of service is the code point now (RFC 2474 §3). */
  static int codePoint(int octet) {
    if (octet < 0 || octet > 255) {
      throw new IllegalArgumentException("Invalid IP_TOS value");
    }
    return octet >> 2;
  }

  private static TcpSettings keepIdle(TcpSettings s, int seconds) throws SocketException {
    KeepAlive k = s.keepAlive();
    return s.with(k.withTimes(seconds(seconds), k.interval(), k.count()));
  }

  private static TcpSettings between(TcpSettings s, int seconds) throws SocketException {
    KeepAlive k = s.keepAlive();
    return s.with(k.withTimes(k.idle(), seconds(seconds), k.count()));
  }

  private static TcpSettings probes(TcpSettings s, int count) throws SocketException {
    KeepAlive k = s.keepAlive();
    int inRange = clamp(checked(count, MOST_PROBES), 2, 100);
    return s.with(k.withTimes(k.idle(), k.interval(), inRange));
  }

  private static Duration seconds(int seconds) throws SocketException {
    return Duration.ofSeconds(checked(seconds, MOST_TIME));
  }

  /** Linux's limits, and what it answers beyond them. */
  private static int checked(int value, int most) throws SocketException {
    if (value < 1 || value > most) {
      throw new SocketException("Invalid argument");
    }
    return value;
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }
}
