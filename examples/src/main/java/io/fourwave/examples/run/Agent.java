package io.fourwave.examples.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fourwave.examples.Verbosity;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.instrument.Instrumentation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What a JVM runs before the main method of its application, when it is told to by {@code
 * -javaagent:fourwave-agent.jar=OPTIONS}. The options are those of {@code fourwave run}, one in a
 * line.
 */
@Command(name = "fourwave")
public final class Agent {
  @Mixin private final Verbosity verbosity = new Verbosity();

  private Agent() {}

  /** Puts {@code java.nio} on a stack and goes on, or ends the JVM with a sentence. */
  public static void premain(String options, Instrumentation jvm) {
    Run run = new Run(jvm);
    Agent agent = new Agent();
    CommandLine command =
        new CommandLine(agent)
            .addSubcommand(run)
            .setOut(writer(System.out))
            .setErr(writer(System.err));
    int code = agent.verbosity.run(command, words(options));
    if (!run.isReady()) {
      System.exit(code);
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  private static String[] words(String options) {
    String given = options == null ? "" : options.strip();
    return (given.isEmpty() ? "run" : "run\n" + given).split("\n");
  }
}
