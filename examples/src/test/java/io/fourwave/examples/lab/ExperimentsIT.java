package io.fourwave.examples.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every experiment over a real TUN, against the kernel. */
class ExperimentsIT {
  static Stream<String> names() {
    return Experiments.ALL.stream().map(Experiment::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void allClaimsHoldAgainstTheKernel(String name) throws IOException {
    Lab.requirePrivateNetwork();
    StringWriter told = new StringWriter();

    Run run = Run.real(Experiments.named(name), new PrintWriter(told));

    assertTrue(run.succeeded(), told::toString);
  }
}
