package io.fourwave.examples.lab;

import io.fourwave.trace.Recording;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * An experiment that was run, and what came of it.
 *
 * @param recording all that happened, and all that was claimed
 * @param epochNanosAtZero what the wall clock showed at its time 0, in nanoseconds since 1970 UTC;
 *     0 in virtual time
 * @param succeeded whether it came to its end and all claims hold
 */
public record Run(Recording recording, long epochNanosAtZero, boolean succeeded) {
  /** Runs an experiment in virtual time, and tells it as it goes. */
  public static Run simulated(Experiment experiment, PrintWriter out) throws IOException {
    Narrator narrator = new Narrator(out);
    return run(
        experiment,
        narrator,
        new SimulatedStage(experiment.name(), experiment.conditions(), narrator));
  }

  /** Runs an experiment over a TUN against the kernel, in a network of its own. */
  public static Run real(Experiment experiment, PrintWriter out) throws IOException {
    Narrator narrator = new Narrator(out);
    return run(
        experiment, narrator, new RealStage(experiment.name(), experiment.conditions(), narrator));
  }

  private static Run run(Experiment experiment, Narrator narrator, Stage stage) throws IOException {
    try (stage) {
      narrator.begin(experiment, stage.isReal());
      boolean toItsEnd = true;
      try {
        experiment.run(stage);
      } catch (Stage.InVain e) {
        toItsEnd = false;
        stage.claim(e.getMessage(), false);
      }
      Recording recording = stage.recording();
      narrator.end(recording);
      return new Run(recording, stage.epochNanosAtZero(), toItsEnd && stage.allHold());
    }
  }
}
