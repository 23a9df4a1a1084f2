package io.fourwave.examples.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.command.AbstractCommandSupport;

/**
 * {@code ssh HOST}: a shell, until its user has had enough (RFC 4254 §6.5). With a terminal at the
 * other end it is {@link CookedTerminal} that makes lines of what is typed.
 */
final class ShellSession extends AbstractCommandSupport {
  private static final String PROMPT = "fourwave> ";

  private final Commands commands;

  ShellSession(Commands commands) {
    super("shell", null);
    this.commands = commands;
  }

  @Override
  public void run() {
    boolean terminal = getEnvironment().getEnv().containsKey(Environment.ENV_TERM);
    CookedTerminal lines = new CookedTerminal(getInputStream(), getOutputStream(), terminal);
    try {
      talk(lines);
      onExit(0);
    } catch (IOException e) {
      onExit(1, e.toString());
    }
  }

  private void talk(CookedTerminal lines) throws IOException {
    OutputStream out = lines.output();
    print(out, "This is Fourwave, a TCP in user space. Try: help, state, quit.\n" + PROMPT);
    String line = lines.readLine();
    while (line != null && !line.strip().matches("quit|exit|bye|logout")) {
      commands.run(line, InputStream.nullInputStream(), out, out);
      print(out, PROMPT);
      line = lines.readLine();
    }
    print(out, line == null ? "\n" : "bye\n");
  }

  private static void print(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
