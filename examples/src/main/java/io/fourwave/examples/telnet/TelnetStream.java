package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * What a client types, taken out of what it sends, and text to it. What is negotiated on the way is
 * answered before waiting for more: the peer may wait for it. For one thread.
 */
final class TelnetStream {
  /** Nothing has come within the time. */
  static final int EXPIRED = -8;

  /** Where octets come from. */
  interface Source {
    /**
     * Waits for octets.
     *
     * @param millis zero waits for ever
     * @return how many came, 0 if the time is over, -1 at the end
     */
    int read(byte[] into, long millis) throws IOException;
  }

  private final Source in;
  private final OutputStream out;
  private final OptionNegotiation options = new OptionNegotiation();
  private final TelnetDecoder decoder = new TelnetDecoder(options);
  private final byte[] received = new byte[2_048];
  private int next;
  private int end;
  private boolean over;

  TelnetStream(Source in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  OptionNegotiation options() {
    return options;
  }

  /**
   * Waits for what the next octets mean.
   *
   * @param millis zero waits for ever
   * @return as {@link TelnetDecoder#decode} has it: {@link TelnetDecoder#NOTHING} after a command
   *     that may have changed the options; or {@link #EXPIRED}
   */
  int next(long millis) throws IOException {
    if (next == end && !over && !receive(millis)) {
      return EXPIRED;
    }
    if (over) {
      return TelnetDecoder.END_OF_INPUT;
    }
    int meaning = decoder.decode(received[next++] & 0xff);
    switch (meaning) {
      case TelnetDecoder.ARE_YOU_THERE -> print("\n[fourwave is here]\n", US_ASCII);
      case TelnetDecoder.INTERRUPT -> takeNegotiation();
      default -> {}
    }
    return meaning;
  }

  /** Whether the peer has closed, and not just its user pressed Ctrl-D. */
  boolean isOver() {
    return over;
  }

  private boolean receive(long millis) throws IOException {
    answer();
    int count = in.read(received, millis);
    next = 0;
    end = Math.max(count, 0);
    over = count < 0;
    return count != 0;
  }

  /** Sends the answers that have come up. */
  void answer() throws IOException {
    write(options.takeAnswers());
  }

  /**
   * Takes the options that follow. A client that interrupts asks for a timing mark as well and
   * throws away what we print until that is answered (RFC 860), so the answer has to come first.
   */
  private void takeNegotiation() throws IOException {
    while (end - next >= 3
        && (received[next] & 0xff) == TelnetCode.IAC
        && (received[next + 1] & 0xff) >= TelnetCode.WILL
        && (received[next + 1] & 0xff) <= TelnetCode.DONT) {
      for (int last = next + 3; next < last; next++) {
        decoder.decode(received[next] & 0xff);
      }
    }
    answer();
  }

  /** Sends text; each {@code '\n'} goes as CR LF. Returns when the connection has taken it all. */
  void print(String text, Charset charset) throws IOException {
    print(text.getBytes(charset));
  }

  /** Sends text, in octets. */
  void print(byte[] text) throws IOException {
    write(encoded(text));
  }

  private void write(byte[] octets) throws IOException {
    if (octets.length > 0) {
      out.write(octets);
      out.flush();
    }
  }

  /** RFC 854: a line ends with CR LF, any other CR is sent as CR NUL, and 255 is doubled. */
  static byte[] encoded(byte[] text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length + 16);
    int before = 0;
    for (byte octet : text) {
      if (before == '\r' && octet != '\n') {
        octets.write(0);
      }
      if (octet == '\n' && before != '\r') {
        octets.write('\r');
      }
      octets.write(octet);
      if (octet == (byte) TelnetCode.IAC) {
        octets.write(octet);
      }
      before = octet;
    }
    if (before == '\r') {
      octets.write(0);
    }
    return octets.toByteArray();
  }
}
