package io.fourwave.examples.bench;

import io.fourwave.examples.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that measures in an empty network: it starts itself again there. */
public abstract class PrivateCommand implements Callable<Integer> {
  private static final String AWAY_FROM = "--away-from";

  /** What was asked for. */
  @Spec protected CommandSpec spec;

  @Option(
      names = AWAY_FROM,
      hidden = true,
      paramLabel = "NETWORK",
      description = "The network that this program was started in first.")
  private String outside;

  /** For commands. */
  protected PrivateCommand() {}

  /**
   * Looks at what was asked for, before anything is begun.
   *
   * @throws Refusal if it cannot be done
   */
  protected abstract void check();

  /** Gets ready what has to be fetched, before it goes where nothing can be: nothing, as a rule. */
  protected void prepare() throws IOException {}

  /** Does it, in the empty network. */
  protected abstract void measure() throws IOException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    check();
    if (outside == null) {
      PrivateNetwork.check();
      prepare();
      List<String> again =
          new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
      again.addAll(List.of(AWAY_FROM, PrivateNetwork.current()));
      return PrivateNetwork.run(again);
    }
    if (PrivateNetwork.current().equals(outside)) {
      throw new Refusal("this network is not private");
    }
    endWithInput();
    measure();
    return 0;
  }

  /** Refuses what no results can be written to. */
  public static void checkFile(String option, Path file) {
    if (file == null) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
      throw new Refusal(option + ": '" + file + "' cannot be a file");
    }
  }

  /** Whoever has started us holds our standard input open. */
  private static void endWithInput() {
    Thread thread =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                Runtime.getRuntime().halt(1);
              }
            },
            "input");
    thread.setDaemon(true);
    thread.start();
  }
}
