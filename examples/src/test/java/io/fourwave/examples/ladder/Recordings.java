package io.fourwave.examples.ladder;

import io.fourwave.examples.lab.Experiment;
import io.fourwave.examples.lab.Experiments;
import io.fourwave.examples.lab.Run;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recordings of the lab's experiments, each made once, in virtual time. */
final class Recordings {
  private static final Map<String, Recording> MADE = new HashMap<>();

  private Recordings() {}

  static List<String> names() {
    return Experiments.ALL.stream().map(Experiment::name).toList();
  }

  static Recording of(String name) {
    return MADE.computeIfAbsent(name, Recordings::make);
  }

  private static Recording make(String name) {
    Experiment experiment =
        Experiments.ALL.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    try {
      return Run.simulated(experiment, new PrintWriter(Writer.nullWriter())).recording();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
