package io.fourwave.examples.serve;

import picocli.CommandLine.Command;

/** {@code fourwave trace}: {@code serve --trace}. */
@Command(
    name = "trace",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description = "As serve, and prints each segment, the state before and after, and the rule.")
public final class Trace extends Serve {
  @Override
  boolean traces() {
    return true;
  }
}
