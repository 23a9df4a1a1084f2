package io.fourwave.examples;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** How much a command says; and that it says in a sentence what goes wrong. */
public final class Verbosity {
  private static final int HELP_WIDTH = 96;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more: connections as they come and go, stack traces of failures.")
  private boolean verbose;

  /**
   * Runs a command that has this as a mixin.
   *
   * @return the exit code
   */
  public int run(CommandLine command, String... args) {
    command
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionStrategy(this::execute)
        .setParameterExceptionHandler((e, all) -> Sentences.refuse(e, e.getCommandLine()))
        .setExecutionExceptionHandler((e, failed, parsed) -> Sentences.failed(e, failed, verbose));
    try {
      return command.execute(args);
    } catch (Error e) { // picocli hands over exceptions only
      return Sentences.failed(e, command, verbose);
    }
  }

  private int execute(ParseResult parsed) {
    // Read by slf4j-simple when the first logger is made, hence not before this.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "warn");
    // A client that vanishes is MINA's warning, and no news.
    System.setProperty("org.slf4j.simpleLogger.log.org.apache.sshd", verbose ? "info" : "error");
    // So is a network without a loopback interface, or hardware addresses, to Netty.
    System.setProperty("org.slf4j.simpleLogger.log.io.netty.util", verbose ? "info" : "error");
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
    return new RunLast().execute(parsed);
  }
}
