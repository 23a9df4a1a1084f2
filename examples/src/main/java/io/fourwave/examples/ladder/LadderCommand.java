package io.fourwave.examples.ladder;

import io.fourwave.examples.Refusal;
import io.fourwave.trace.Recording;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fourwave ladder}: a capture as a picture. */
@Command(
    name = "ladder",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Draws a capture as a ladder diagram with the states of both ends.",
      "Reads pcapng and pcap files of bare IP packets: those of --capture, with what their",
      "comments tell, and those of tcpdump -i tun0 -w FILE."
    })
public final class LadderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The capture.")
  private Path capture;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to: a page if the name ends in .html, a picture if it ends in .svg.")
  private Path output;

  @Override
  public Integer call() {
    PageFile page = PageFile.named(output, "-o");
    Recording recording = CapturedRecording.of(capture);
    if (recording.segments().isEmpty()) {
      throw new Refusal(capture + " has no TCP segment: name a capture of a TCP connection");
    }
    page.write(recording);
    spec.commandLine().getOut().println("wrote " + output);
    return 0;
  }
}
