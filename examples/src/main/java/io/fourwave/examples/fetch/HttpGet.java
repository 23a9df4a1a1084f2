package io.fourwave.examples.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fourwave.socket.TcpSocket;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One GET of HTTP/1.0 (RFC 1945): the answer's body lasts until the server closes, or as long as it
 * has said.
 */
final class HttpGet {
  private static final int LONGEST_HEAD = 64 << 10;
  private static final String LENGTH = "content-length:";

  private final InputStream in;
  private String status = "";
  private long length = Long.MAX_VALUE;

  private HttpGet(InputStream in) {
    this.in = in;
  }

  /** Asks for what is at a location, and reads the answer up to its body. */
  static HttpGet ask(TcpSocket socket, Location location) throws IOException {
    String request =
        "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n"
            .formatted(location.path(), location.authority());
    socket.outputStream().write(request.getBytes(ISO_8859_1));
    HttpGet get = new HttpGet(new BufferedInputStream(socket.inputStream()));
    get.readHead();
    return get;
  }

  private void readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\n\r\n") < 0 && head.indexOf("\n\n") < 0) {
      int octet = in.read();
      if (octet < 0 || head.length() > LONGEST_HEAD) {
        throw new EOFException(
            "what is there does not speak HTTP: its answer has no end of header");
      }
      head.append((char) octet);
    }
    String[] lines = head.toString().split("\r?\n", -1);
    status = lines[0];
    for (String line : lines) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith(LENGTH)) {
        length = number(line.substring(LENGTH.length()).strip());
      }
    }
  }

  private static long number(String text) throws IOException {
    if (!text.matches("\\d{1,18}")) {
      throw new IOException("the answer's length is '" + text + "', which is none");
    }
    return Long.parseLong(text);
  }

  /** Whether the server has what was asked for: 2xx. */
  boolean isSuccess() {
    return status.matches("HTTP/\\d\\.\\d 2\\d\\d.*");
  }

  /** What it said: {@code 404 Not Found}. */
  String status() {
    return status.replaceFirst("^HTTP/\\S+ ", "");
  }

  /** Writes the body out and tells how many octets it has. */
  long copyBody(OutputStream out) throws IOException {
    byte[] octets = new byte[64 << 10];
    long copied = 0;
    while (copied < length) {
      int count = in.read(octets, 0, (int) Math.min(octets.length, length - copied));
      if (count < 0) {
        if (length == Long.MAX_VALUE) {
          return copied;
        }
        throw new EOFException("the answer ends after " + copied + " of " + length + " octets");
      }
      out.write(octets, 0, count);
      copied += count;
    }
    return copied;
  }
}
