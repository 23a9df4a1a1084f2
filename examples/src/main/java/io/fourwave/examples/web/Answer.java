package io.fourwave.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer to a browser. */
final class Answer {
  private static final int NO_BODY = -1;

  private final int code;
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Answer(int code, String type, String body) {
    this.code = code;
    this.body = body.getBytes(UTF_8);
    with("Content-Type", type + "; charset=utf-8");
    with("Cache-Control", "no-store");
    with("X-Content-Type-Options", "nosniff");
    with("X-Frame-Options", "DENY");
    with("Referrer-Policy", "no-referrer");
    with("Cross-Origin-Resource-Policy", "same-origin");
    with("Content-Security-Policy", "default-src 'none'");
  }

  /** The page: its own script and style may run, and it may ask this server. */
  static Answer page(String html, String nonce) {
    return new Answer(200, "text/html", html)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-%s'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(nonce));
  }

  /** A piece of the page. */
  static Answer fragment(String html) {
    return new Answer(200, "text/html", html);
  }

  /** A sentence. */
  static Answer text(int code, String sentence) {
    return new Answer(code, "text/plain", sentence + "\n");
  }

  /** Done, or nothing new. */
  static Answer nothing() {
    return new Answer(204, "text/plain", "");
  }

  static Answer wrongMethod() {
    return text(405, "not this way");
  }

  /** The same with a header set. */
  Answer with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  void send(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean headOnly = exchange.getRequestMethod().equals("HEAD");
    boolean bodiless = code == 204 || headOnly;
    exchange.sendResponseHeaders(code, bodiless ? NO_BODY : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
