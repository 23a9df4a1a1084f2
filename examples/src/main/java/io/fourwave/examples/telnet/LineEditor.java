package io.fourwave.examples.telnet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.NonBlockingInputStream;
import org.jline.utils.NonBlockingReader;

/**
 * JLine at the other end of a Telnet session whose client sends keys: editing, history (the arrow
 * keys, Ctrl-R), completion of commands (Tab), lines as long as the window is wide. In UTF-8. It
 * takes no thread of its own. For one thread.
 */
final class LineEditor {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final int CTRL_D = 0x04;
  private static final int CTRL_U = 0x15;
  private static final int DELETE = 0x7f;
  private static final int REMEMBERED_LINES = 200;

  private final TelnetStream stream;
  private final Terminal terminal;
  private final LineReader reader;

  LineEditor(TelnetStream stream) throws IOException {
    this.stream = stream;
    terminal = new KeysAndScreen(new Keys(), new Screen());
    Attributes attributes = terminal.getAttributes();
    attributes.setControlChar(Attributes.ControlChar.VEOF, CTRL_D);
    terminal.setAttributes(attributes);
    terminal.setSize(size());
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new StringsCompleter(LineShell.COMMANDS))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // "!" is a character
            .variable(LineReader.HISTORY_SIZE, REMEMBERED_LINES)
            .build();
  }

  /**
   * Prompts, and waits for a line.
   *
   * @param begun what has been typed of it
   * @return the line; empty if the user has pressed Ctrl-C; null at Ctrl-D or the peer's end
   */
  String readLine(String prompt, String begun) throws IOException {
    try {
      return reader.readLine(prompt, null, (MaskingCallback) null, begun);
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    } catch (IOError e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    }
  }

  private Size size() {
    OptionNegotiation client = stream.options();
    return new Size(
        client.columns() == 0 ? COLUMNS : client.columns(),
        client.rows() == 0 ? ROWS : client.rows());
  }

  /** What is pressed, as octets; a window that changes its size is told of. */
  private final class Keys extends NonBlockingInputStream {
    private static final int NONE = -3;

    private int peeked = NONE;

    @Override
    public int read(long timeout, boolean isPeek) throws IOException {
      int key = peeked == NONE ? next(timeout) : peeked;
      peeked = isPeek && key != READ_EXPIRED ? key : NONE;
      return key;
    }

    private int next(long timeout) throws IOException {
      int meaning = stream.next(timeout);
      while (meaning == TelnetDecoder.NOTHING || meaning == TelnetDecoder.ARE_YOU_THERE) {
        lookAtSize();
        meaning = stream.next(timeout);
      }
      return switch (meaning) {
        case TelnetStream.EXPIRED -> READ_EXPIRED;
        case TelnetDecoder.END_OF_INPUT -> stream.isOver() ? EOF : CTRL_D;
        case TelnetDecoder.END_OF_LINE -> '\r';
        case TelnetDecoder.ERASE_CHARACTER -> DELETE;
        case TelnetDecoder.ERASE_LINE -> CTRL_U;
        case TelnetDecoder.INTERRUPT -> throw new UserInterruptException("");
        default -> meaning;
      };
    }

    private void lookAtSize() {
      Size now = size();
      if (!now.equals(terminal.getSize())) {
        terminal.setSize(now);
        terminal.raise(Terminal.Signal.WINCH);
      }
    }
  }

  /** What is shown; nothing to a peer that has closed, who would reset the connection. */
  private final class Screen extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
      if (!stream.isOver()) {
        stream.print(Arrays.copyOfRange(octets, from, from + count));
      }
    }
  }

  /** JLine's simplest terminal, of another type: the client's is like xterm, as all are today. */
  private static final class KeysAndScreen extends DumbTerminal {
    private final NonBlockingReader patient;

    KeysAndScreen(NonBlockingInputStream keys, OutputStream screen) throws IOException {
      super("telnet", "xterm", keys, screen, UTF_8);
      patient = new Patient(super.reader());
    }

    @Override
    public NonBlockingReader reader() {
      return patient;
    }
  }

  /**
   * JLine waits for a key by looking ten times a second. Only a wait for what follows an Esc has to
   * end by itself, and that is a peek.
   */
  private static final class Patient extends NonBlockingReader {
    private final NonBlockingReader keys;

    Patient(NonBlockingReader keys) {
      this.keys = keys;
    }

    @Override
    protected int read(long timeout, boolean isPeek) throws IOException {
      return isPeek ? keys.peek(timeout) : keys.read(0L);
    }

    @Override
    public int readBuffered(char[] target, int from, int count, long timeout) throws IOException {
      return keys.readBuffered(target, from, count, timeout);
    }
  }
}
