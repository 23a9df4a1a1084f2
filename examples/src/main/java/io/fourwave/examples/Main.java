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
import io.fourwave.examples.run.Run;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
      Run.class,
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
  @Mixin private final Verbosity verbosity = new Verbosity();

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
    return main.verbosity.run(new CommandLine(main).setOut(out).setErr(err), args);
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
