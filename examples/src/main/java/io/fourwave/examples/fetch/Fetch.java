package io.fourwave.examples.fetch;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.serve.StackOptions;
import io.fourwave.socket.TcpSocket;
import io.fourwave.tcp.TcpException;
import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fourwave fetch URL}: an HTTP GET through the stack, to a server on the kernel's side. */
@Command(
    name = "fetch",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description =
        "Gets a page through the stack, from a server on the kernel's side, and prints it.",
    footer = {
      "",
      "Try: python3 -m http.server, and in another shell: sudo fourwave fetch http://192.0.2.1:8000/"
    })
public final class Fetch implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(
      paramLabel = "URL",
      converter = Location.Converter.class,
      description = "http://HOST:PORT/PATH")
  private Location location;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    if (options.isElsewhere()) {
      return options.runElsewhere();
    }
    try (NetworkStack stack = options.start(builder -> builder, this::say)) {
      return fetch(stack);
    } catch (TcpException | NoRouteToHostException | SocketTimeoutException | EOFException e) {
      throw new Refusal(e.getMessage(), e);
    } finally {
      options.closeViews();
    }
  }

  private int fetch(NetworkStack stack) throws IOException {
    try (TcpSocket socket = stack.connect(null, location.server(), stack.settings(), PATIENCE)) {
      socket.readTimeout(PATIENCE);
      HttpGet get = HttpGet.ask(socket, location);
      get.copyBody(System.out);
      System.out.flush();
      if (!get.isSuccess()) {
        throw new Refusal("the server answers: " + get.status());
      }
      return 0;
    }
  }

  /** What is said is not part of the page. */
  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
