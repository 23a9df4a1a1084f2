package io.fourwave.examples.ladder;

import io.fourwave.trace.PacketComments;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.Recording;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A recording as one page of HTML, or one picture, that needs nothing else: the ladder of each
 * conversation, once for wide screens and once for telephones, the state diagrams, the narration.
 */
public final class LadderPage {
  private static final int MOST_CONVERSATIONS = 6;
  private static final int MOST_OPEN = 2;
  private static final int MOST_NARRATED = 2_000;
  private static final int MOST_LIVE = 240;

  private final Recording recording;
  private final List<Conversation> conversations;
  private final IntFunction<String> details;

  private LadderPage(Recording recording) {
    this.recording = recording;
    this.conversations = Conversation.of(recording);
    PacketComments comments = new PacketComments(recording);
    this.details = segment -> details(recording, comments, segment);
  }

  /** The page, ready to be written to a file in UTF-8. */
  public static String of(Recording recording) {
    LadderPage page = new LadderPage(recording);
    return page.frame(page.body(MOST_CONVERSATIONS) + page.narration());
  }

  /** The first conversation alone, as a picture. */
  public static String svg(Recording recording) {
    LadderPage page = new LadderPage(recording);
    if (page.conversations.isEmpty()) {
      return new Svg().begin("ladder", 400, 40, recording.title(), "Nothing happened.").end();
    }
    String style = "<style>" + Resources.text("ladder.css") + "</style>\n";
    return page.ladder(page.conversations.get(0), Sheet.WIDE, "ladder")
        .replace("<!--style-->", style);
  }

  /** The style sheet, for pages that show a {@link #fragment}. */
  public static String style() {
    return Resources.text("ladder.css");
  }

  /** The script that shows what there is to say of a segment; needs an element {@code detail}. */
  public static String script() {
    return Resources.text("ladder.js");
  }

  /**
   * The newest of one conversation, without a page around it: for a page that grows.
   *
   * @param peer address and port of end 1; if it has no conversation, that of the last event
   */
  public static String fragment(Recording recording, String peer) {
    LadderPage page = new LadderPage(recording);
    Conversation chosen = null;
    for (Conversation conversation : page.conversations) {
      boolean meant = isOf(conversation, peer);
      if (chosen == null || meant || !isOf(chosen, peer) && isNewer(conversation, chosen)) {
        chosen = conversation;
      }
    }
    return chosen == null
        ? "<p class=\"more\">Nothing yet.</p>"
        : "<h2>"
            + Xml.escape(page.heading(chosen))
            + "</h2>"
            + page.section(chosen.newest(MOST_LIVE), 0);
  }

  private static boolean isOf(Conversation conversation, String peer) {
    return conversation.places().get(1).toString().equals(peer);
  }

  private static boolean isNewer(Conversation one, Conversation other) {
    return one.lastAt() >= other.lastAt();
  }

  private static String details(Recording recording, PacketComments comments, int segment) {
    var s = recording.segment(segment);
    String options = s.options().isEmpty() ? "" : " [" + s.options() + "]";
    String what = s.name() + " " + Wording.numbers(s) + " win " + s.window() + options;
    return what + "\n" + comments.of(segment).text().replace(" | ", "\n");
  }

  private String body(int most) {
    StringBuilder html = new StringBuilder();
    int shown = Math.min(most, conversations.size());
    for (int i = 0; i < shown; i++) {
      Conversation conversation = conversations.get(i);
      if (conversations.size() == 1) {
        return section(conversation, i);
      }
      html.append(i < MOST_OPEN ? "<details open>" : "<details>").append("<summary>");
      html.append(Xml.escape(heading(conversation))).append("</summary>\n");
      html.append(section(conversation, i)).append("</details>\n");
    }
    if (conversations.isEmpty()) {
      html.append("<p>There is no TCP segment to show.</p>\n");
    } else if (shown < conversations.size()) {
      html.append("<p class=\"more\">… and ").append(conversations.size() - shown);
      html.append(" more connections, which the narration tells of.</p>\n");
    }
    return html.toString();
  }

  private String section(Conversation conversation, int number) {
    StringBuilder html = new StringBuilder("<section>\n");
    html.append("<figure class=\"wide\">\n");
    html.append(ladder(conversation, Sheet.WIDE, "wide" + number)).append("</figure>\n");
    html.append("<figure class=\"narrow\">\n");
    html.append(ladder(conversation, Sheet.NARROW, "narrow" + number)).append("</figure>\n");
    html.append("<div class=\"diagrams\">\n");
    for (int side = 0; side < 2; side++) {
      int end = conversation.end(side);
      StateDiagram diagram = new StateDiagram(name(end), end, conversation);
      html.append("<figure>").append(diagram.svg("states" + number + "-" + side));
      html.append("<figcaption>").append(Xml.escape(diagram.description()));
      html.append("</figcaption></figure>\n");
    }
    return html.append("</div>\n</section>\n").toString();
  }

  private String heading(Conversation c) {
    return c.places().get(c.end(0)) + " ⇄ " + c.places().get(c.end(1));
  }

  private String name(int end) {
    return recording.ends().get(end).name();
  }

  private String ladder(Conversation conversation, Sheet sheet, String id) {
    boolean calls = conversations.size() == 1;
    Story story = new StoryTeller(recording, conversation, calls).tell();
    List<String> names = List.of(name(conversation.end(0)), name(conversation.end(1)));
    List<Conversation.Place> places =
        List.of(
            conversation.places().get(conversation.end(0)),
            conversation.places().get(conversation.end(1)));
    Drawing drawing = new LadderLayout(sheet, story, names, places).lay();
    String description =
        "Time runs down. %s is on the left, %s on the right; %d segments go between them."
            .formatted(names.get(0), names.get(1), drawing.ways().size());
    return new LadderSvg(sheet, drawing, details).write(id, recording.title(), description);
  }

  private String narration() {
    return "<section class=\"narration\">\n<h2>What happened</h2>\n"
        + new Narration(recording).html(MOST_NARRATED)
        + "</section>\n";
  }

  private String frame(String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <header>
        <h1>%1$s</h1>
        <p class="sub">%3$s</p>
        </header>
        <main>
        %4$s</main>
        <aside id="detail" hidden></aside>
        <script>
        %5$s</script>
        </body>
        </html>
        """
        .formatted(
            Xml.escape(recording.title()),
            Resources.text("ladder.css"),
            Xml.escape(subtitle()),
            body,
            Resources.text("ladder.js"));
  }

  private String subtitle() {
    RecordedEnd one = recording.ends().get(0);
    RecordedEnd other = recording.ends().get(1);
    String seen = "seen from its segments";
    return "%s (%s, %s) and %s (%s, %s)"
        .formatted(
            one.name(),
            one.address(),
            one.inside() ? "watched from the inside" : seen,
            other.name(),
            other.address(),
            other.inside() ? "watched from the inside" : seen);
  }
}
