package io.fourwave.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps pages of others out. A request must name this server by a number or as localhost, so that
 * no foreign name that leads here can read it (DNS rebinding); and what changes something must come
 * from this server's page, which knows a secret word.
 */
final class Guard {
  static final String TOKEN_HEADER = "X-Fourwave-Token";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final Pattern HOST =
      Pattern.compile("(localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?");

  private final String token = random();
  private final String nonce = random();

  private static String random() {
    byte[] octets = new byte[24];
    new SecureRandom().nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** The word that the page has to send with what changes something. */
  String token() {
    return token;
  }

  /** The word that the page's own script has. */
  String nonce() {
    return nonce;
  }

  /** The refusal of a request; empty if it may pass. */
  Optional<Answer> refuses(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !HOST.matcher(host).matches()) {
      return Optional.of(Answer.text(403, "call this server by its address, 127.0.0.1 say"));
    }
    String method = exchange.getRequestMethod();
    if (!METHODS.contains(method)) {
      return Optional.of(Answer.wrongMethod());
    }
    return method.equals("POST") && !isOurs(exchange, host)
        ? Optional.of(Answer.text(403, "only the live view's own page may do that"))
        : Optional.empty();
  }

  private boolean isOurs(HttpExchange exchange, String host) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    String word = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
    boolean sameOrigin = origin == null || origin.equals("http://" + host);
    return sameOrigin
        && word != null
        && MessageDigest.isEqual(word.getBytes(UTF_8), token.getBytes(UTF_8));
  }
}
