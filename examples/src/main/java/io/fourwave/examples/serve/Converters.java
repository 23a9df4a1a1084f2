package io.fourwave.examples.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Words of the command line to values. What is no value is refused with a sentence. */
public final class Converters {
  private Converters() {}

  /** {@code 30s}, {@code 200ms}, {@code 2m}, {@code 1h}. */
  public static final class Time implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a length of time: write it like 30s, 200ms, 2m or 1h");
      }
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "us" -> Duration.ofNanos(1_000 * count);
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
    }
  }

  /** A length of time as {@link Time} reads it. */
  public static String text(Duration time) {
    long millis = time.toMillis();
    return millis % 60_000 == 0 && millis > 0
        ? millis / 60_000 + "m"
        : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  /** {@code 65536}, {@code 64k}, {@code 1M}: octets. */
  public static final class Size implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(k|m)?");

    @Override
    public Integer convert(String text) {
      Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a size in octets: write it like 65536, 64k or 1M");
      }
      String unit = matcher.group(2);
      int shift = unit == null ? 0 : unit.equals("k") ? 10 : 20;
      long octets = Long.parseLong(matcher.group(1)) << shift;
      return (int) Math.min(octets, Integer.MAX_VALUE);
    }
  }

  /** {@code 512M}, {@code 4G}: octets. */
  public static final class LargeSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(k|m|g)?");

    @Override
    public Long convert(String text) {
      Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is not a size in octets: write it like 512M or 4G");
      }
      String unit = matcher.group(2);
      int shift = unit == null ? 0 : 10 * (1 + "kmg".indexOf(unit));
      return Long.parseLong(matcher.group(1)) << shift;
    }
  }

  /** A whole number. */
  public static final class Whole implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,9}")) {
        throw new TypeConversionException("'" + text + "' is not a number");
      }
      return Integer.valueOf(text);
    }
  }

  /** {@code 192.0.2.2} or {@code 2001:db8::2}. Names are not looked up. */
  public static final class Address implements ITypeConverter<InetAddress> {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    @Override
    public InetAddress convert(String text) {
      if (V4.matcher(text).matches() || V6.matcher(text).matches()) {
        try {
          return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
          throw refusal(text);
        }
      }
      throw refusal(text);
    }

    private static TypeConversionException refusal(String text) {
      return new TypeConversionException(
          "'" + text + "' is not an IP address: write it like 192.0.2.2 or 2001:db8::2");
    }
  }

  /** {@code 192.0.2.1/24} or {@code 2001:db8::1/64}. */
  static final class NetworkAddress implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String text) {
      String[] halves = text.split("/", -1);
      if (halves.length != 2 || !halves[1].matches("\\d{1,3}")) {
        throw new TypeConversionException(
            "'" + text + "' is not an address with its prefix: write it like 192.0.2.1/24");
      }
      InetAddress address = new Address().convert(halves[0]);
      int prefix = Integer.parseInt(halves[1]);
      int bits = address.getAddress().length * 8;
      if (prefix < 1 || prefix > bits) {
        throw new TypeConversionException(
            "'" + text + "' has an impossible prefix: it is 1 to " + bits + " bits long");
      }
      return new Peer(address, prefix);
    }
  }
}
