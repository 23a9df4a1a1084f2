package io.fourwave.examples.ssh;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.sshd.server.command.AbstractCommandSupport;

/** {@code ssh HOST COMMAND}: one command, its exit code, and that is all (RFC 4254 §6.5). */
final class ExecSession extends AbstractCommandSupport {
  private final Commands commands;

  ExecSession(String line, Commands commands) {
    super(line, null);
    this.commands = commands;
  }

  @Override
  public void run() {
    try (OutputStream out = getOutputStream();
        OutputStream err = getErrorStream()) {
      int code = commands.run(getCommand(), getInputStream(), out, err);
      out.flush();
      err.flush();
      onExit(code);
    } catch (IOException e) {
      onExit(1, e.toString());
    }
  }
}
