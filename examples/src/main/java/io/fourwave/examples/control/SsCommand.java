package io.fourwave.examples.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave ss}: the connections of a running stack, as {@code ss -tani} shows those of the
 * kernel.
 */
@Command(
    name = "ss",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Shows the connections of a running stack, as ss -tani does the kernel's.")
public final class SsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tun",
      paramLabel = "NAME",
      description = "The stack's device (the only one that a stack runs on).")
  private String tun;

  @Override
  public Integer call() {
    ControlClient.ask(tun, "ss").forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
