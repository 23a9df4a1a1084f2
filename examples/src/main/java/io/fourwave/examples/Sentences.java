package io.fourwave.examples;

import io.fourwave.tun.TunException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong and what would be right; chooses the exit code. */
final class Sentences {
  private static final int UNEXPECTED = 1;
  private static final int REFUSED = 2;

  private Sentences() {}

  /** A wrong command line. */
  static int refuse(ParameterException e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + wrong(e) + " (" + name + " --help)");
    return REFUSED;
  }

  /** A command that has failed. */
  static int failed(Exception e, CommandLine command, boolean verbose) {
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
      var argument = missing.getMissing().get(0);
      return argument.isOption()
          ? ((CommandLine.Model.OptionSpec) argument).longestName()
              + " needs a value: "
              + argument.paramLabel()
          : argument.paramLabel() + " is missing";
    }
    if (e instanceof OverwrittenOptionException twice) {
      return ((CommandLine.Model.OptionSpec) twice.getOverwritten()).longestName()
          + " is given twice: once is enough";
    }
    // picocli puts its own words before a converter's, which need none.
    return e.getCause() instanceof CommandLine.TypeConversionException why
        ? why.getMessage()
        : e.getMessage();
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    String what = first.startsWith("-") ? "there is no option " : "there is no ";
    List<String> near = e.getSuggestions();
    return what + first + (near.isEmpty() ? "" : ": did you mean " + String.join(" or ", near));
  }
}
