package io.fourwave.examples.ladder;

import io.fourwave.tcp.TcpState;
import io.fourwave.trace.PacketComment;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.RecordedEvent.Arrived;
import io.fourwave.trace.RecordedEvent.Called;
import io.fourwave.trace.RecordedEvent.Claim;
import io.fourwave.trace.RecordedEvent.Ignored;
import io.fourwave.trace.RecordedEvent.Moved;
import io.fourwave.trace.RecordedEvent.Note;
import io.fourwave.trace.RecordedEvent.Sent;
import io.fourwave.trace.RecordedEvent.Step;
import io.fourwave.trace.RecordedEvent.Suffered;
import io.fourwave.trace.RecordedEvent.TimerExpired;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recording;
import java.util.List;

/** What happened, in sentences, as HTML. Made for one recording. */
final class Narration {
  private final Recording recording;
  private final StringBuilder html = new StringBuilder();
  private boolean inList;
  private TcpState reached;
  private int reachedBy;

  Narration(Recording recording) {
    this.recording = recording;
  }

  /** The first events, up to a number. */
  String html(int most) {
    List<RecordedEvent> events = recording.events();
    events.stream().limit(most).forEach(this::tell);
    endList();
    if (events.size() > most) {
      html.append("<p class=\"more\">… and ").append(events.size() - most);
      html.append(" more events.</p>\n");
    }
    return html.toString();
  }

  private void tell(RecordedEvent event) {
    if (event instanceof Step step) {
      endList();
      String title = Xml.escape(step.number() + ". " + step.title());
      html.append("<h3>").append(title).append("</h3>\n");
    } else if (event instanceof Note note) {
      endList();
      html.append("<p>").append(Xml.escape(note.text())).append("</p>\n");
    } else if (event instanceof Claim claim) {
      endList();
      html.append("<p class=\"claim ").append(claim.holds() ? "holds" : "fails").append("\">");
      html.append(claim.holds() ? "✓ " : "✗ ").append(Xml.escape(claim.text())).append("</p>\n");
    } else {
      tellOfEnd(event);
    }
  }

  private void tellOfEnd(RecordedEvent event) {
    if (event instanceof Called called) {
      item(event, called.end(), "calls " + called.call(), "");
    } else if (event instanceof Sent sent) {
      RecordedSegment s = recording.segment(sent.segment());
      String again = s.again() ? " again" : "";
      item(event, sent.end(), "sends " + words(s) + again, Wording.because(sent.rule()));
    } else if (event instanceof Arrived arrived) {
      arrived(arrived);
    } else if (event instanceof Ignored ignored) {
      String what = "ignores " + words(recording.segment(ignored.segment()));
      item(event, ignored.end(), what, Wording.words(ignored.reason().name()));
    } else if (event instanceof Suffered suffered) {
      RecordedSegment s = recording.segment(suffered.segment());
      String what = words(s) + " is " + PacketComment.text(suffered.fault());
      item(event, s.from(), "", what);
    } else if (event instanceof Moved moved) {
      moved(moved);
    } else if (event instanceof TimerExpired expired) {
      item(event, expired.end(), "", Wording.timer(expired.timer()));
    }
  }

  private void arrived(Arrived arrived) {
    String what = "receives " + words(recording.segment(arrived.segment()));
    if (arrived.before() != arrived.after()) {
      what += ": " + arrived.before().rfcName() + " → " + arrived.after().rfcName();
      reached = arrived.after();
      reachedBy = arrived.end();
    }
    if (arrived.dropped() != null) {
      what += ", and drops it: " + Wording.words(arrived.dropped().name());
    }
    item(arrived, arrived.end(), what, Wording.because(arrived.rule()));
  }

  /** An arrival has told already where it leads. */
  private void moved(Moved moved) {
    if (reached != null && reachedBy == moved.end()) {
      reached = reached == moved.after() ? null : reached;
      return;
    }
    String states = moved.before().rfcName() + " → " + moved.after().rfcName();
    item(moved, moved.end(), "moves " + states, Wording.because(moved.rule()));
  }

  private static String words(RecordedSegment s) {
    return s.name() + " (" + Wording.numbers(s) + ")";
  }

  private void item(RecordedEvent event, int end, String what, String why) {
    if (!inList) {
      html.append("<ul>\n");
      inList = true;
    }
    html.append("<li><span class=\"at\">").append(Wording.time(event.at())).append("</span> <b>");
    html.append(Xml.escape(recording.ends().get(end).name()))
        .append("</b>")
        .append(what.isEmpty() ? ": " : " ");
    html.append(Xml.escape(what));
    if (!why.isEmpty()) {
      html.append(what.isEmpty() ? "" : " <span class=\"because\">");
      html.append(Xml.escape(why)).append(what.isEmpty() ? "" : "</span>");
    }
    html.append("</li>\n");
  }

  private void endList() {
    if (inList) {
      html.append("</ul>\n");
      inList = false;
    }
  }
}
