package io.fourwave.examples.web;

import io.fourwave.examples.ladder.LadderPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The page of the live view, which asks for the rest itself. */
final class LivePage {
  private static final List<String> KINDS = List.of("SYN", "FIN", "ACK", "data");

  private LivePage() {}

  /**
   * The page.
   *
   * @param token for what changes something
   * @param nonce for the script
   */
  static String html(String token, String nonce) {
    return text("live.html")
        .replace("@STYLE@", LadderPage.style() + text("live.css"))
        .replace("@SCRIPT@", LadderPage.script() + text("live.js"))
        .replace("@STACK@", buttons("stack"))
        .replace("@KERNEL@", buttons("kernel"))
        .replace("@TOKEN@", token)
        .replace("@NONCE@", nonce);
  }

  private static String buttons(String from) {
    StringBuilder html = new StringBuilder();
    for (String kind : KINDS) {
      html.append("<button type=\"button\" class=\"drop\" data-from=\"").append(from);
      html.append("\" data-kind=\"").append(kind).append("\">next ").append(kind);
      html.append("</button>\n");
    }
    return html.toString();
  }

  private static String text(String name) {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      byte[] octets = Objects.requireNonNull(in, name).readAllBytes();
      return new String(octets, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
