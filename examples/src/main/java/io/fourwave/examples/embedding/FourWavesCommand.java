package io.fourwave.examples.embedding;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fourwave four-waves}: plays {@link FourWaves} and says how little time it took. */
@Command(
    name = "four-waves",
    mixinStandardHelpOptions = true,
    description = "Two hosts in one process, in virtual time: open, talk, and the four waves.")
public final class FourWavesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long begin = System.nanoTime();
    new FourWaves(out).run();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    out.printf("%nA minute of virtual time has passed, and %d ms of yours.%n", millis);
    out.flush();
    return 0;
  }
}
