package io.fourwave.examples.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What an {@code http:} URL says.
 *
 * @param server where to connect to
 * @param authority host and port as they were written, for the Host field
 * @param path path and query, beginning with a slash
 */
record Location(InetSocketAddress server, String authority, String path) {
  private static final int HTTP = 80;

  /** Reads one from the command line; a name is looked up. */
  static final class Converter implements ITypeConverter<Location> {
    @Override
    public Location convert(String text) {
      URI uri = parse(text);
      String host = uri.getHost();
      if (!"http".equals(uri.getScheme()) || host == null || uri.getPort() > 0xffff) {
        throw wrong(text);
      }
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      int port = uri.getPort() < 0 ? HTTP : uri.getPort();
      return new Location(lookUp(host, port), uri.getAuthority(), path + query);
    }

    private static URI parse(String text) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException e) {
        throw wrong(text);
      }
    }

    private static InetSocketAddress lookUp(String host, int port) {
      try {
        return new InetSocketAddress(InetAddress.getByName(host), port);
      } catch (UnknownHostException e) {
        throw new TypeConversionException("there is no host '" + host + "'");
      }
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "'" + text + "' is no such URL: write it like http://192.0.2.1:8000/index.html");
    }
  }
}
