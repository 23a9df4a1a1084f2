package io.fourwave.examples.lab;

import io.fourwave.examples.lab.Passage.Block;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Claim;
import io.fourwave.trace.RecordedEvent.Note;
import io.fourwave.trace.RecordedEvent.Step;
import io.fourwave.trace.Recording;
import java.io.PrintWriter;
import java.util.List;

/**
 * Tells a recording while it is made: numbered steps, and in each what was called, each segment
 * with what both ends made of it and by which rule, and what is claimed. Of many segments in a row
 * only the first and the last are told.
 */
final class Narrator {
  private static final int WIDTH = 100;
  private static final String INDENT = "   ";

  private final PrintWriter out;
  private final Passage passage = new Passage();
  private EventLines lines;
  private int told;
  private int toldSegments;

  Narrator(PrintWriter out) {
    this.out = out;
  }

  /** Begins: what is asked, and who is who. */
  void begin(Experiment experiment, boolean real) {
    out.println(experiment.name() + ": " + experiment.question());
    out.println();
    print("", experiment.watchFor());
    out.println();
    boolean client = experiment.conditions().fourwaveIsClient();
    String ours = client ? "client" : "server";
    String theirs = client ? "server" : "client";
    print(
        "",
        real
            ? "The %s is Fourwave, the %s the kernel of this machine, a TUN between them. Of the kernel one sees its segments, and in which state they show it to be."
                .formatted(ours, theirs)
            : "Client and server are two hosts of Fourwave, 5 ms apart, in virtual time.");
  }

  /** Tells all that is new in a recording. */
  void tell(Recording recording) {
    lines = lines == null ? new EventLines(recording.ends()) : lines;
    for (RecordedEvent event : recording.events().subList(told, recording.events().size())) {
      tell(event, recording);
    }
    told = recording.events().size();
    toldSegments = recording.segments().size();
    out.flush();
  }

  /** Tells of all that is new no more than how much it is. */
  void skip(Recording recording) {
    int segments = recording.segments().size() - toldSegments;
    for (RecordedEvent event : recording.events().subList(told, recording.events().size())) {
      lines.of(event, recording);
    }
    told = recording.events().size();
    toldSegments = recording.segments().size();
    passage.add(Block.of("            … " + segments + " segments that are not told here …"));
  }

  private void tell(RecordedEvent event, Recording recording) {
    if (event instanceof Step step) {
      passage.print(out);
      out.println();
      out.println(step.number() + ". " + step.title());
    } else if (event instanceof Note note) {
      passage.print(out);
      print(INDENT, note.text());
    } else if (event instanceof Claim claim) {
      passage.print(out);
      out.println(INDENT + (claim.holds() ? "PASS  " : "FAIL  ") + claim.text());
    } else {
      passage.add(lines.of(event, recording));
    }
  }

  /** Ends: what has come of it. */
  void end(Recording recording) {
    tell(recording);
    passage.print(out);
    List<Claim> claims = recording.events(Claim.class);
    long failed = claims.stream().filter(claim -> !claim.holds()).count();
    out.println();
    out.println(
        failed == 0
            ? "All %d claims hold.".formatted(claims.size())
            : "%d of %d claims do not hold.".formatted(failed, claims.size()));
    out.flush();
  }

  private void print(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.strip().split("\\s+")) {
      if (line.length() + word.length() >= WIDTH && line.length() > indent.length()) {
        out.println(line.toString().stripTrailing());
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}
