package io.fourwave.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture, read again as XML. */
class ChartTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<Way> WAYS = List.of(Way.KERNEL, Way.HANDLER);

  private static Document draw(Result result) throws Exception {
    String svg =
        Chart.of(
            new Machine(2, "an <old> & slow one", "Linux", "reno", "Java", 0.5),
            new Plan(List.of(result.row()), WAYS, 3, Duration.ofMillis(250), true),
            List.of(result));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document svg, String kind) {
    NodeList found = svg.getElementsByTagName(kind);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static List<String> texts(Document svg) {
    return all(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Result bulk() {
    Result result = new Result(Row.BULK_IN, WAYS);
    for (int gigabits : new int[] {4, 8, 6}) {
      octets(result.of(Way.KERNEL), gigabits);
      octets(result.of(Way.HANDLER), 2 * gigabits);
    }
    return result;
  }

  private static void octets(Turns turns, int gigabits) {
    turns.add(
        new Measurement(gigabits * SECOND / 8, SECOND, Measurement.noLatencies()),
        Duration.ofMillis(500));
  }

  @Test
  void barsAreAsLongAsTheirMediansAndTheirLinesReachFromTheLeastToTheMost() throws Exception {
    Document svg = draw(bulk());

    List<Element> bars = all(svg, "rect").stream().filter(bar -> bar.hasAttribute("x")).toList();
    assertEquals(2, bars.size());
    double kernels = number(bars.get(0), "width");
    assertEquals(2 * kernels, number(bars.get(1), "width"), 0.2);
    Element line = all(svg, "line").get(0);
    double left = number(bars.get(0), "x");
    assertEquals(kernels * 4 / 6, number(line, "x1") - left, 0.2);
    assertEquals(kernels * 8 / 6, number(line, "x2") - left, 0.2);
  }

  @Test
  void itSaysWhatTheBarsAre() throws Exception {
    List<String> texts = texts(draw(bulk()));

    assertTrue(texts.get(1).contains("an <old> & slow one"), texts::toString);
    assertTrue(texts.get(2).contains("IPv6, medians of 3 rounds of 0.250 s"), texts::toString);
    assertEquals(
        List.of("bulk in", "Gbit/s", "ratio", "s/GB", "kernel", "6.00"), texts.subList(3, 9));
    assertTrue(texts.containsAll(List.of("handler", "12.0", "2.00")), texts::toString);
  }

  @Test
  void whereSomethingWentBesideTheLatencyIsDrawn() throws Exception {
    Result result = new Result(Row.LATENCY_UNDER_LOAD, WAYS);
    for (Way way : WAYS) {
      var latencies = Measurement.noLatencies();
      latencies.recordValue(way == Way.KERNEL ? 100_000 : 300_000);
      result.of(way).add(new Measurement(1, SECOND, latencies, 5), Duration.ZERO);
    }
    List<String> texts = texts(draw(result));

    assertTrue(texts.containsAll(List.of("99 %, µs", "100", "300", "3.00")), texts::toString);
  }
}
