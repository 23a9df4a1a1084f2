package io.fourwave.examples.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fourwave counters}: what a running stack has counted, as {@code nstat} shows it. */
@Command(
    name = "counters",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Shows what a running stack has counted, by nstat's names.")
public final class CountersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tun",
      paramLabel = "NAME",
      description = "The stack's device (the only one that a stack runs on).")
  private String tun;

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Only of the device's queue of this number, from 0 (all together).")
  private Integer queue;

  @Option(
      names = {"-z", "--zeros"},
      description = "Show also what has not happened yet.")
  private boolean zeros;

  @Override
  public Integer call() {
    for (String line : ControlClient.ask(tun, queue == null ? "counters" : "counters " + queue)) {
      String[] words = line.split(" ", 2);
      if (zeros || !words[1].equals("0")) {
        spec.commandLine().getOut().printf("%-32s%s%n", words[0], words[1]);
      }
    }
    return 0;
  }
}
