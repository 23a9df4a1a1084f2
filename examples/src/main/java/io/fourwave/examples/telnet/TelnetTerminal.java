package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lines in and text out, over Telnet. Octets are taken as ISO 8859-1 both ways, so that what a
 * client types comes back octet for octet, whatever its character set. For one thread.
 */
final class TelnetTerminal {
  /** A line longer than this, in octets, is handed over in pieces. */
  static final int LONGEST_LINE = 4_096;

  private final InputStream in;
  private final OutputStream out;
  private final OptionNegotiation options = new OptionNegotiation();
  private final TelnetDecoder decoder = new TelnetDecoder(options);
  private final byte[] received = new byte[2_048];
  private final StringBuilder line = new StringBuilder();
  private int next;
  private int end;
  private boolean inputIsOver;

  TelnetTerminal(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Waits for a line.
   *
   * @return the line without its end; null once the user has pressed Ctrl-D or the peer has closed,
   *     after what was typed before
   */
  String readLine() throws IOException {
    while (!inputIsOver) {
      if (next == end) {
        receive();
      } else if (isLine(decoder.decode(received[next++] & 0xff))) {
        return takeLine();
      }
    }
    return line.isEmpty() ? null : takeLine();
  }

  /** Sends text; each {@code '\n'} goes as CR LF. Returns when the connection has taken it all. */
  void print(String text) throws IOException {
    out.write(encoded(text));
    out.flush();
  }

  /** What has come up to here is answered before waiting for more: the peer may wait for it. */
  private void receive() throws IOException {
    send(options.takeAnswers());
    int count = in.read(received);
    next = 0;
    end = Math.max(count, 0);
    inputIsOver = count < 0;
  }

  private boolean isLine(int meaning) throws IOException {
    switch (meaning) {
      case TelnetDecoder.NOTHING -> {
        return false;
      }
      case TelnetDecoder.END_OF_LINE -> {
        return true;
      }
      case TelnetDecoder.ERASE_CHARACTER -> line.setLength(Math.max(line.length() - 1, 0));
      case TelnetDecoder.ERASE_LINE -> line.setLength(0);
      case TelnetDecoder.ARE_YOU_THERE -> print("\n[fourwave is here]\n");
      case TelnetDecoder.INTERRUPT -> {
        line.setLength(0);
        takeNegotiation();
        return true;
      }
      case TelnetDecoder.END_OF_INPUT -> inputIsOver = true;
      default -> line.append((char) meaning);
    }
    return line.length() == LONGEST_LINE;
  }

  /**
   * Takes the options that follow. A client that interrupts asks for a timing mark as well and
   * throws away what we print until that is answered (RFC 860), so the answer has to come first.
   */
  private void takeNegotiation() {
    while (end - next >= 3
        && (received[next] & 0xff) == TelnetCode.IAC
        && (received[next + 1] & 0xff) >= TelnetCode.WILL
        && (received[next + 1] & 0xff) <= TelnetCode.DONT) {
      for (int last = next + 3; next < last; next++) {
        decoder.decode(received[next] & 0xff);
      }
    }
  }

  private String takeLine() throws IOException {
    send(options.takeAnswers());
    String text = line.toString();
    line.setLength(0);
    return text;
  }

  private void send(byte[] octets) throws IOException {
    if (octets.length > 0) {
      out.write(octets);
      out.flush();
    }
  }

  /** RFC 854: a line ends with CR LF, and the octet 255 is doubled. */
  static byte[] encoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length() + 16);
    for (byte octet : text.getBytes(ISO_8859_1)) {
      if (octet == '\n') {
        octets.write('\r');
      }
      octets.write(octet);
      if (octet == (byte) TelnetCode.IAC) {
        octets.write(octet);
      }
    }
    return octets.toByteArray();
  }
}
