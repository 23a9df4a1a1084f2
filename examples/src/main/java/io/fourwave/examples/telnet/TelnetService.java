package io.fourwave.examples.telnet;

import io.fourwave.NetworkStack;
import io.fourwave.examples.service.SocketService;
import io.fourwave.socket.TcpSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Telnet (RFC 854), port 23, with a small shell that shows the stack from the inside. */
public final class TelnetService implements SocketService {
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
    TelnetTerminal terminal = new TelnetTerminal(socket.inputStream(), socket.outputStream());
    LineShell shell = new LineShell(socket::status, stack::connections, stack::counters);
    terminal.print("This is Fourwave, a TCP in user space. Try: help, state, quit.\n" + PROMPT);
    String line = terminal.readLine();
    while (line != null) {
      LineShell.Answer answer = shell.answer(line);
      if (answer.then() == LineShell.Then.ABORT) {
        socket.abort();
        return;
      }
      boolean last = answer.then() == LineShell.Then.CLOSE;
      terminal.print(last ? answer.text() : answer.text() + PROMPT); // in one segment
      line = last ? null : terminal.readLine();
    }
    goOn(terminal, shell.closeLater());
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
