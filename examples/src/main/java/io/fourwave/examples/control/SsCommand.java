package io.fourwave.examples.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave ss}: the sockets of a running stack, as {@code ss -tuani} shows those of the
 * kernel.
 */
@Command(
    name = "ss",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Shows the sockets of a running stack, as ss -tuani does the kernel's.")
public final class SsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tun",
      paramLabel = "NAME",
      description = "The stack's device (the only one that a stack runs on).")
  private String tun;

  @Option(
      names = {"-t", "--tcp"},
      description = "Only TCP: listeners and connections (both TCP and UDP).")
  private boolean tcp;

  @Option(
      names = {"-u", "--udp"},
      description = "Only UDP (both).")
  private boolean udp;

  @Override
  public Integer call() {
    String kind = tcp == udp ? "" : tcp ? " tcp" : " udp";
    ControlClient.ask(tun, "ss" + kind).forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
