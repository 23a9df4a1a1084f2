package io.fourwave.examples.telnet;

import io.fourwave.NetworkStack;
import io.fourwave.examples.service.SocketService;
import io.fourwave.examples.shell.StackCommands;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Telnet (RFC 854), port 23, with a small shell that shows the stack from the inside. A client that
 * negotiates, as {@code telnet HOST} does, has its lines edited by JLine; any other, {@code telnet
 * HOST 23} or {@code nc} say, sees plain text and sends lines.
 *
 * <p>Only the editor is JLine's, and not its Telnet server: that begins with 21 octets of
 * negotiation which {@code nc} would show, keeps a client that does not answer waiting for a
 * second, and loses the first octet that it sends.
 */
public final class TelnetService implements SocketService {
  private static final String GREETING =
      "This is Fourwave, a TCP in user space. Try: help, state, quit.\n";
  private static final String PROMPT = "fourwave> ";

  private final NetworkStack stack;

  /** A service that can show all of a stack. */
  public TelnetService(NetworkStack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return "telnet";
  }

  @Override
  public int port() {
    return 23;
  }

  @Override
  public void serve(TcpSocket socket) throws IOException {
    TcpSettings settings = socket.settings();
    socket.settings(settings.with(settings.sending().withNagle(false))); // a key is shown at once
    TelnetTerminal terminal =
        new TelnetTerminal(
            new TelnetStream((into, ms) -> read(socket, into, ms), socket.outputStream()));
    LineShell shell =
        new LineShell(new StackCommands(socket::status, stack::connections, stack::counters));
    String line = terminal.readLine(GREETING, PROMPT);
    while (line != null) {
      LineShell.Answer answer = shell.answer(line);
      if (answer.then() == LineShell.Then.ABORT) {
        socket.abort();
        return;
      }
      boolean last = answer.then() == LineShell.Then.CLOSE;
      if (last) {
        terminal.print(answer.text());
      }
      line = last ? null : terminal.readLine(answer.text(), PROMPT);
    }
    goOn(terminal, shell.closeLater());
  }

  private static int read(TcpSocket socket, byte[] into, long millis) throws IOException {
    socket.readTimeout(Duration.ofMillis(millis));
    try {
      return socket.read(ByteBuffer.wrap(into));
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  /** What a half-close is for: the peer has closed its way, ours is still open. */
  private static void goOn(TelnetTerminal terminal, Duration time) throws IOException {
    for (long left = time.toSeconds(); left > 0; left--) {
      waitSecond();
      terminal.print("you have closed; I still send: " + left + "\n");
    }
  }

  private static void waitSecond() throws IOException {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the service is being stopped");
    }
  }
}
