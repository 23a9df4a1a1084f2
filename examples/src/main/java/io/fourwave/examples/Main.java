package io.fourwave.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.bench.Bench;
import io.fourwave.examples.control.CountersCommand;
import io.fourwave.examples.control.SsCommand;
import io.fourwave.examples.embedding.FourWavesCommand;
import io.fourwave.examples.fetch.Fetch;
import io.fourwave.examples.forward.Forward;
import io.fourwave.examples.guest.Guest;
import io.fourwave.examples.lab.LabCommand;
import io.fourwave.examples.ladder.LadderCommand;
import io.fourwave.examples.serve.Serve;
import io.fourwave.examples.serve.Trace;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code fourwave COMMAND}. Exit codes: 0 done, 1 something unexpected, 2 asked
 * for what cannot be done, with one sentence that says what would be right.
 */
@Command(
    name = "fourwave",
    description = "A TCP/IP stack for the JVM, in user space.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Serve.class,
      Trace.class,
      LabCommand.class,
      LadderCommand.class,
      SsCommand.class,
      CountersCommand.class,
      FourWavesCommand.class,
      Forward.class,
      Fetch.class,
      Bench.class,
      Guest.class,
      HelpCommand.class
    },
    footer = {"", "Begin with: sudo fourwave serve    (or, without root: fourwave four-waves)"})
public final class Main implements Runnable {
  private static final int HELP_WIDTH = 96;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more: connections as they come and go, stack traces of failures.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    Main main = new Main();
    CommandLine command =
        new CommandLine(main)
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionStrategy(main::execute)
            .setParameterExceptionHandler((e, all) -> Sentences.refuse(e, e.getCommandLine()))
            .setExecutionExceptionHandler(
                (e, failed, parsed) -> Sentences.failed(e, failed, main.verbose));
    try {
      return command.execute(args);
    } catch (Error e) { // picocli hands over exceptions only
      return Sentences.failed(e, command, main.verbose);
    }
  }

  private int execute(ParseResult parsed) {
    // Read by slf4j-simple when the first logger is made, hence not before this.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "warn");
    // A client that vanishes is MINA's warning, and no news.
    System.setProperty("org.slf4j.simpleLogger.log.org.apache.sshd", verbose ? "info" : "error");
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
    return new RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        spec.subcommands().keySet().stream()
            .filter(name -> !name.equals("help"))
            .collect(Collectors.joining(", ", "say what to do: ", "")));
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      String java = Runtime.version().toString();
      return new String[] {
        "fourwave " + (version == null ? "(not packaged)" : version) + ", Java " + java
      };
    }
  }
}
