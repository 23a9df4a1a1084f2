package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * Lines in and text out, over Telnet. As long as the client edits its lines itself, octets are
 * taken as ISO 8859-1 both ways, so that what it sends comes back octet for octet, whatever its
 * character set. Once it sends keys one by one, a {@link LineEditor} makes lines of them. For one
 * thread.
 */
final class TelnetTerminal {
  /** A line longer than this, in octets, is handed over in pieces. */
  static final int LONGEST_LINE = 4_096;

  private static final String ERASE_THIS_LINE = "\r\033[K";

  private final TelnetStream stream;
  private final StringBuilder line = new StringBuilder();
  private LineEditor editor;
  private boolean inputIsOver;

  TelnetTerminal(TelnetStream stream) {
    this.stream = stream;
  }

  /**
   * Says something, prompts, in one segment, and waits for a line.
   *
   * @return the line without its end; null once the user has pressed Ctrl-D or the peer has closed,
   *     after what was typed before
   */
  String readLine(String said, String prompt) throws IOException {
    if (stream.options().clientSendsKeys()) {
      print(said);
      return editor().readLine(prompt, "");
    }
    print(said + prompt);
    while (!inputIsOver) {
      if (isLine(stream.next(0))) {
        return takeLine();
      }
      if (stream.options().clientSendsKeys()) {
        stream.print(ERASE_THIS_LINE, UTF_8); // the editor writes the prompt again
        return editor().readLine(prompt, takeLine());
      }
    }
    return line.isEmpty() ? null : takeLine();
  }

  private LineEditor editor() throws IOException {
    if (editor == null) {
      editor = new LineEditor(stream);
    }
    return editor;
  }

  private boolean isLine(int meaning) {
    switch (meaning) {
      case TelnetDecoder.END_OF_LINE -> {
        return true;
      }
      case TelnetDecoder.INTERRUPT -> {
        line.setLength(0);
        return true;
      }
      case TelnetDecoder.ERASE_CHARACTER -> line.setLength(Math.max(line.length() - 1, 0));
      case TelnetDecoder.ERASE_LINE -> line.setLength(0);
      case TelnetDecoder.END_OF_INPUT -> inputIsOver = true;
      default -> {
        if (meaning >= 0) {
          line.append((char) meaning);
        }
      }
    }
    return line.length() == LONGEST_LINE;
  }

  private String takeLine() throws IOException {
    stream.answer();
    String text = line.toString();
    line.setLength(0);
    return text;
  }

  /** Sends text; each {@code '\n'} goes as CR LF. Returns when the connection has taken it all. */
  void print(String text) throws IOException {
    stream.print(text, editor == null ? ISO_8859_1 : UTF_8);
  }
}
