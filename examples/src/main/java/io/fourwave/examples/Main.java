package io.fourwave.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code fourwave COMMAND}. */
@Command(name = "fourwave", mixinStandardHelpOptions = true, version = "0.1.0-SNAPSHOT")
public final class Main implements Runnable {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
