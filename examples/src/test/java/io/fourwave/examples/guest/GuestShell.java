package io.fourwave.examples.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.examples.lab.Program;
import java.time.Duration;
import java.util.regex.Pattern;

/** A shell in a guest that stays on: what to run goes in, what it printed comes back. */
final class GuestShell implements AutoCloseable {
  /** A translated machine is slow, and the more so the busier this one is. */
  static final Duration PATIENCE = Duration.ofSeconds(100);

  /**
   * For conversations: {@code talk} starts a program, {@code say} types a line, {@code hear} waits
   * for a text, {@code hang_up} ends its input and waits for its end.
   */
  private static final String CONVERSATION =
      """
      talk() {
        rm -f /tmp/in /tmp/out
        mkfifo /tmp/in
        "$@" </tmp/in >/tmp/out 2>&1 &
        talker=$!
        exec 3>/tmp/in
      }
      say() { echo "$*" >&3; }
      hear() {
        tries=0
        until grep -q "$*" /tmp/out; do
          tries=$((tries + 1))
          [ $tries -lt 200 ] || { echo "in vain: $*; heard: $(cat /tmp/out)"; return 1; }
          sleep 0.1
        done
      }
      hang_up() { exec 3>&-; wait $talker; }
      """;

  /**
   * What commands have come to.
   *
   * @param code the exit code of the last
   * @param output of all, both streams
   */
  record Answer(int code, String output) {}

  private final Program qemu;

  private GuestShell(Program qemu) {
    this.qemu = qemu;
  }

  /** Boots a guest and waits for its shell. */
  static GuestShell boot(GuestMachine machine) {
    Program qemu = Program.start(machine.commands());
    qemu.awaitOutput(Pattern.compile("ready\n"), PATIENCE).type(CONVERSATION);
    return new GuestShell(qemu);
  }

  /** Runs commands, each of which must succeed, and returns what they print. */
  String run(String commands) {
    Answer answer = attempt("set -e\n" + commands);
    assertEquals(0, answer.code(), () -> commands + "\n" + answer.output());
    return answer.output();
  }

  /** Runs commands, in a subshell and without input. */
  Answer attempt(String commands) {
    int before = qemu.output().length();
    qemu.type("(" + commands + "\n) </dev/null 2>&1; echo \"exit code $?\"\n");
    qemu.awaitOutput(Pattern.compile("exit code \\d+\n"), PATIENCE);
    String output = qemu.output();
    int end = output.lastIndexOf("exit code ");
    int code = Integer.parseInt(output.substring(end).replaceAll("\\D", ""));
    return new Answer(code, output.substring(Math.min(before, end), end));
  }

  /** Turns it off, as one pulls a plug. */
  @Override
  public void close() {
    qemu.close();
  }
}
