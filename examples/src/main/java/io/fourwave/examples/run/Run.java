package io.fourwave.examples.run;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.serve.Converters;
import io.fourwave.examples.serve.StackOptions;
import io.fourwave.nio.JvmSelectorProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code fourwave run}: starts a stack and makes it the JVM's, after which {@code java} goes on to
 * the application as it would without us. The stack ends with the JVM, after the application's
 * shutdown hooks.
 */
@Command(
    name = "run",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "fourwave run [OPTIONS] -- app.jar [ARGUMENTS]",
      "fourwave run [OPTIONS] -- [JAVA-OPTIONS] -cp CLASSPATH MainClass [ARGUMENTS]"
    },
    description = {
      "Runs a Java program as it is, with all its java.nio TCP over the stack.",
      "What follows the two hyphens is java's command line; a jar alone stands for -jar."
    },
    footer = {
      "",
      "On the stack: SocketChannel, ServerSocketChannel and Selector, hence Netty, Jetty, Tomcat,",
      "Undertow, gRPC, com.sun.net.httpserver and java.net.http; Netty's native transports are off.",
      "Not on it: java.net.Socket and ServerSocket, AsynchronousSocketChannel, UDP, pipes and UNIX",
      "domain sockets, which are the kernel's as ever. The stack has no loopback: java.nio to",
      "localhost finds no route. Without ./fourwave, the options one in a line:",
      "java -javaagent:examples/target/fourwave-agent.jar=OPTIONS -jar app.jar"
    })
public final class Run implements Callable<Integer> {
  private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

  /** Libraries that would go round java.nio, and the property that keeps them from it. */
  private static final List<String> NATIVE_TRANSPORTS =
      List.of("io.netty.transport.noNative", "io.grpc.netty.shaded.io.netty.transport.noNative");

  private static final Duration LONGEST_GRACE = Duration.ofMinutes(10);

  private final Instrumentation jvm;
  private boolean ready;

  @Spec private CommandSpec spec;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "When the JVM ends: how long what was said may take to arrive (1s).")
  private Duration grace = Duration.ofSeconds(1);

  @Parameters(hidden = true)
  private List<String> application = List.of();

  /** The command that the program has, which only says how it is used. */
  public Run() {
    this(null);
  }

  /** The command that the agent has. */
  Run(Instrumentation jvm) {
    this.jvm = jvm;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      throw new Refusal("--grace is 0s to 10m, not " + Converters.text(grace));
    }
    checkApplication();
    if (options.isElsewhere()) {
      return options.runElsewhere();
    }
    Jvm.exportInternals(jvm, Run.class.getModule());
    System.setProperty(PROVIDER, JvmSelectorProvider.class.getName());
    NATIVE_TRANSPORTS.forEach(name -> System.getProperties().putIfAbsent(name, "true"));
    NetworkStack stack = options.start(builder -> builder, this::say);
    Jvm.atTheVeryEnd(() -> LastWords.of(stack, grace));
    install(stack);
    say("ready: " + where());
    ready = true;
    return 0;
  }

  private void checkApplication() {
    if (jvm == null && application.isEmpty()) {
      throw new Refusal("say what to run: './fourwave run -- app.jar'");
    }
    if (!application.isEmpty()) {
      throw new Refusal(
          spec.commandLine().getParseResult().originalArgs().contains("--")
              ? "only ./fourwave runs an application, or java -javaagent:examples/target/fourwave-agent.jar"
              : "the application stands behind two hyphens: './fourwave run -- "
                  + application.get(0)
                  + "'");
    }
  }

  private static void install(NetworkStack stack) {
    try {
      JvmSelectorProvider.install(stack.selectorProvider());
    } catch (IllegalStateException e) { // another agent has been there before
      throw new Refusal(e.getMessage(), e);
    }
  }

  private String where() {
    return StackOptions.prefix()
        + "ping "
        + options.address()
        + "   (in another shell; the application's TCP is there)";
  }

  /** Whether the application may go on. */
  boolean isReady() {
    return ready;
  }

  /** The application has the standard output to itself. */
  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
