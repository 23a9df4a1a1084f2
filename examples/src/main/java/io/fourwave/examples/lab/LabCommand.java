package io.fourwave.examples.lab;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.ladder.PageFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fourwave lab}: lists the experiments, or runs one and says whether its claims hold. */
@Command(
    name = "lab",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Experiments with opening, closing, losing: told step by step, and checked.",
    footer = {
      "",
      "Against the kernel an experiment runs in a network of its own, which it makes: with sudo, or",
      "where users may make namespaces. With --simulated it needs neither."
    })
public final class LabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which experiment (without: lists them).")
  private String name;

  @Option(
      names = "--simulated",
      description = "Two hosts of Fourwave in virtual time, instead of the kernel and a TUN.")
  private boolean simulated;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = "Write the segments to a pcapng file, for tcpdump -r and Wireshark.")
  private Path capture;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Draw it: ladder, states and narration as a page, or as a picture if FILE is .svg.")
  private Path html;

  @Option(
      names = OwnNetwork.AWAY_FROM,
      hidden = true,
      paramLabel = "NETWORK",
      description = "The network that this program was started in first.")
  private String outside;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      if (simulated || capture != null || html != null) {
        throw new Refusal("say which experiment: 'fourwave lab' lists them");
      }
      list(out);
      return 0;
    }
    Experiment experiment = Experiments.named(name);
    PageFile page = html == null ? null : PageFile.named(html, "--html");
    if (!simulated && OwnNetwork.isOutside(outside)) {
      return OwnNetwork.runThere();
    }
    CaptureFile file = capture == null ? null : CaptureFile.open(capture);
    Run run = simulated ? Run.simulated(experiment, out) : Run.real(experiment, out);
    if (file != null) {
      file.write(run.recording(), run.epochNanosAtZero());
    }
    if (page != null) {
      page.write(run.recording());
    }
    return run.succeeded() ? 0 : 1;
  }

  private static void list(PrintWriter out) {
    for (Experiment experiment : Experiments.ALL) {
      out.printf("%-22s%s%n", experiment.name(), experiment.question());
    }
    out.println();
    out.println(
        "Run one: sudo fourwave lab NAME    (or, without root: fourwave lab NAME --simulated)");
    out.flush();
  }
}
