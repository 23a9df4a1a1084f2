package io.fourwave.examples.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedEnd;
import io.fourwave.trace.RecordedEvent;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class LadderPageTest {
  private static final String EVIL = "<script>alert('1')</script>\"&\u0000\u001b]0;";

  private static Recording evil() {
    Recording real = Recordings.of("handshake");
    List<RecordedEvent> events = new ArrayList<>(real.events());
    events.add(0, new RecordedEvent.Step(0, 1, EVIL));
    events.add(1, new RecordedEvent.Called(0, 0, EVIL));
    events.add(2, new RecordedEvent.Note(0, EVIL));
    events.add(3, new RecordedEvent.Claim(0, EVIL, false));
    List<RecordedEnd> ends =
        List.of(new RecordedEnd(EVIL, EVIL, true), new RecordedEnd(EVIL, EVIL, true));
    return new Recording(EVIL, ends, real.segments(), events, 0);
  }

  private static Document parse(String xml)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void whateverNamesAndNotesSayIsShownAndNotObeyed() {
    String page = LadderPage.of(evil());

    assertEquals(1, page.split("<script>", -1).length - 1);
    assertTrue(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"));
    assertFalse(page.contains("\u0000") || page.contains("\u001b"));
  }

  @Test
  void aPictureIsWellFormedWhateverItSays()
      throws ParserConfigurationException, IOException, SAXException {
    Document picture = parse(LadderPage.svg(evil()));

    assertEquals("svg", picture.getDocumentElement().getTagName());
    assertTrue(picture.getElementsByTagName("title").getLength() > 3);
    assertEquals(1, picture.getElementsByTagName("desc").getLength());
  }

  @Test
  void thePageNeedsNothingElse() {
    String page = LadderPage.of(Recordings.of("four-way-close"));

    assertFalse(Pattern.compile("\\b(src|href)=|@import|url\\(").matcher(page).find());
    assertEquals(
        List.of("http://www.w3.org/2000/svg"),
        Pattern.compile("https?://[^\"\\s<]+")
            .matcher(page)
            .results()
            .map(m -> m.group())
            .distinct()
            .toList());
  }

  @Test
  void idsAreUsedOnce() {
    String page = LadderPage.of(Recordings.of("time-wait-pressure"));
    List<String> ids =
        Pattern.compile(" id=\"([^\"]+)\"").matcher(page).results().map(m -> m.group(1)).toList();

    assertEquals(ids.size(), ids.stream().distinct().count());
    assertTrue(page.contains("more connections, which the narration tells of"));
  }

  @Test
  void theNarrationTellsEachChangeOfStateWithItsRule() {
    String page = LadderPage.of(Recordings.of("four-way-close"));

    assertTrue(page.contains("ESTABLISHED → CLOSE-WAIT"));
    assertTrue(page.contains("FIN in order: the peer has closed (RFC 9293 §3.10.7.4)"));
  }

  @Test
  void anEmptyRecordingIsAPageThatSaysSo() {
    Recording none =
        new Recording("none", Recordings.of("handshake").ends(), List.of(), List.of(), 0);

    assertTrue(LadderPage.of(none).contains("There is no TCP segment to show."));
    assertTrue(LadderPage.svg(none).contains("Nothing happened."));
    assertTrue(LadderPage.fragment(none, "").contains("Nothing yet."));
  }

  @Test
  void aFragmentShowsTheChosenPeersConversationOrTheNewest() {
    Recording recording = Recordings.of("time-wait-pressure");
    List<Conversation> all = Conversation.of(recording);
    String chosen = all.get(3).places().get(1).toString();

    assertTrue(LadderPage.fragment(recording, chosen).contains(Xml.escape(chosen)));
    Conversation newest =
        all.stream().reduce((a, b) -> b.lastAt() >= a.lastAt() ? b : a).orElseThrow();
    String ofNobody = LadderPage.fragment(recording, "10.0.0.1:1");
    assertTrue(ofNobody.contains("<h2>" + newest.places().get(newest.end(0))), ofNobody);
  }

  @ParameterizedTest(name = "{0} on {1} is read with ease")
  @CsvSource({
    "ink, paper, 7",
    "soft, paper, 4.5",
    "soft, panel, 4.5",
    "ink, panel, 7",
    "bad, paper, 4.5",
    "timer, paper, 4.5",
    "call, paper, 4.5",
    "accent, paper, 3",
    "k-syn, paper, 3",
    "k-fin, paper, 3",
    "k-rst, paper, 3",
    "k-data, paper, 3",
    "k-ack, paper, 3"
  })
  void coloursHaveContrastInLightAndDark(String front, String back, double least) {
    for (String colours : List.of(scheme(false), scheme(true))) {
      double contrast = contrast(colour(colours, front), colour(colours, back));
      assertTrue(contrast >= least, () -> front + " on " + back + ": " + contrast);
    }
  }

  @Test
  void everyStatesColourCanBeToldFromThePaperAndHasReadableTextOnIt() {
    for (String colours : List.of(scheme(false), scheme(true))) {
      for (TcpState state : TcpState.values()) {
        int colour = colour(colours, Svg.style(state));
        double onPaper = contrast(colour, colour(colours, "paper"));
        double text = contrast(colour(colours, "on"), colour);
        assertTrue(onPaper >= 4.5 && text >= 4.5, () -> state + ": " + onPaper + ", " + text);
      }
    }
  }

  private static String scheme(boolean dark) {
    String css = LadderPage.style();
    int split = css.indexOf("@media (prefers-color-scheme: dark)");
    return dark ? css.substring(split) : css.substring(0, split);
  }

  private static int colour(String css, String name) {
    Matcher matcher = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(css);
    assertTrue(matcher.find(), name);
    return Integer.parseInt(matcher.group(1), 16);
  }

  /** WCAG 2.1, "contrast ratio". */
  private static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int colour) {
    return 0.2126 * channel(colour >> 16)
        + 0.7152 * channel(colour >> 8)
        + 0.0722 * channel(colour);
  }

  private static double channel(int value) {
    double c = (value & 0xff) / 255.0;
    return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
