package io.fourwave.examples.lab;

import io.fourwave.examples.Refusal;
import io.fourwave.examples.lab.experiments.FourWayClose;
import io.fourwave.examples.lab.experiments.HalfClose;
import io.fourwave.examples.lab.experiments.Handshake;
import io.fourwave.examples.lab.experiments.LastAcksAllLost;
import io.fourwave.examples.lab.experiments.LossRecovery;
import io.fourwave.examples.lab.experiments.LostLastAck;
import io.fourwave.examples.lab.experiments.NoTimeWait;
import io.fourwave.examples.lab.experiments.Reset;
import io.fourwave.examples.lab.experiments.Retransmission;
import io.fourwave.examples.lab.experiments.ServerClosesFirst;
import io.fourwave.examples.lab.experiments.SimultaneousClose;
import io.fourwave.examples.lab.experiments.SimultaneousOpen;
import io.fourwave.examples.lab.experiments.SynFlood;
import io.fourwave.examples.lab.experiments.TimeWaitPressure;
import io.fourwave.examples.lab.experiments.ZeroWindow;
import java.util.List;

/** All experiments there are, from the easy to the strange. */
public final class Experiments {
  /** In the order in which they are best done. */
  public static final List<Experiment> ALL =
      List.of(
          new Handshake(),
          new FourWayClose(),
          new HalfClose(),
          new ServerClosesFirst(),
          new SimultaneousOpen(),
          new SimultaneousClose(),
          new LostLastAck(),
          new LastAcksAllLost(),
          new NoTimeWait(),
          new TimeWaitPressure(),
          new Retransmission(),
          new LossRecovery(),
          new ZeroWindow(),
          new Reset(),
          new SynFlood());

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
