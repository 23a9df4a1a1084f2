package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The end of a pseudo-terminal that a kernel would have: the client sends each key as it is struck,
 * and here lines are made of them, echoed and edited. Without a terminal lines are just read. For
 * one thread.
 */
final class CookedTerminal {
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final int BACKSPACE = 8;
  private static final int CTRL_U = 21;
  private static final int DELETE = 127;
  private static final int LONGEST_LINE = 4_096; // as Linux has it

  private final InputStream in;
  private final OutputStream out;
  private final boolean echoes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * A terminal.
   *
   * @param real whether there is one at the other end
   */
  CookedTerminal(InputStream in, OutputStream out, boolean real) {
    this.in = in;
    this.out = real ? new LineEnds(out) : out;
    echoes = real;
  }

  /** Where to print; on a real terminal each {@code '\n'} begins a new line at its left. */
  OutputStream output() {
    return out;
  }

  /** Waits for a line; null at the end. */
  String readLine() throws IOException {
    line.reset();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      switch (octet) {
        case '\r', '\n' -> {
          echo("\n");
          return line.toString(UTF_8);
        }
        case CTRL_D -> {
          if (line.size() == 0) {
            return null;
          }
        }
        case CTRL_C -> {
          echo("^C\n");
          return "";
        }
        case BACKSPACE, DELETE -> eraseCharacter();
        case CTRL_U -> {
          while (line.size() > 0) {
            eraseCharacter();
          }
        }
        default -> add(octet);
      }
    }
    return line.size() == 0 ? null : line.toString(UTF_8);
  }

  private void add(int octet) throws IOException {
    if (octet >= ' ' && line.size() < LONGEST_LINE) {
      line.write(octet);
      if (echoes) {
        out.write(octet);
        out.flush();
      }
    }
  }

  /** The last character may be several octets. */
  private void eraseCharacter() throws IOException {
    String before = line.toString(UTF_8);
    if (!before.isEmpty()) {
      line.reset();
      line.writeBytes(
          before.substring(0, before.offsetByCodePoints(before.length(), -1)).getBytes(UTF_8));
      echo("\b \b");
    }
  }

  private void echo(String text) throws IOException {
    if (echoes) {
      out.write(text.getBytes(UTF_8));
      out.flush();
    }
  }

  /** CR LF for LF. */
  private static final class LineEnds extends FilterOutputStream {
    LineEnds(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int octet) throws IOException {
      if (octet == '\n') {
        out.write('\r');
      }
      out.write(octet);
    }
  }
}
