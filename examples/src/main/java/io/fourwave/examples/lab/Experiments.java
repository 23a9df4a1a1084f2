package io.fourwave.examples.lab;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.lab.experiments.Handshake;
import java.util.List;

/** All experiments there are, from the easy to the strange. */
public final class Experiments {
  /** In the order in which they are best done. */
  public static final List<Experiment> ALL = List.of(new Handshake());

  private Experiments() {}

  /** The experiment of a name; refuses one that there is not. */
  static Experiment named(String name) {
    return ALL.stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no experiment '" + name + "': 'fourwave lab' lists those there are"));
  }
}
