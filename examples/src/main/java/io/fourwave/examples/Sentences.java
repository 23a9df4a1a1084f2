package io.fourwave.examples;

import io.fourwave.tun.TunException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong and what would be right; chooses the exit code. */
final class Sentences {
  private static final int UNEXPECTED = 1;
  private static final int REFUSED = 2;

  private Sentences() {}

  /** A wrong command line. */
  static int refuse(ParameterException e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + wrong(e) + "; see " + name + " --help");
    return REFUSED;
  }

  /** A command that has failed. */
  static int failed(Throwable e, CommandLine command, boolean verbose) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    boolean foreseen =
        e instanceof Refusal || e instanceof TunException || e instanceof BindException;
    if (foreseen) {
      err.println(name + ": " + e.getMessage());
    } else {
      err.println(name + ": unexpected: " + e + (verbose ? "" : " (-v shows where)"));
    }
    if (verbose) {
      e.printStackTrace(err);
    }
    return foreseen ? REFUSED : UNEXPECTED;
  }

  private static String wrong(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec argument = missing.getMissing().get(0);
      return argument.isPositional()
          ? argument.paramLabel() + " is missing: " + String.join(" ", argument.description())
          : name(argument) + " needs a value, " + argument.paramLabel();
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " stands there twice: once is enough";
    }
    // picocli puts its own words before a converter's, which need none.
    boolean converted = e.getCause() instanceof TypeConversionException && e.getArgSpec() != null;
    return converted ? name(e.getArgSpec()) + ": " + e.getCause().getMessage() : e.getMessage();
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    List<String> near = e.getSuggestions();
    if (!near.isEmpty()) {
      return "there is no '" + first + "': '" + near.get(0) + "' may be meant";
    }
    return first.startsWith("-")
        ? "there is no option '" + first + "'"
        : "'" + first + "' is one word too many";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
