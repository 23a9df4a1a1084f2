package io.fourwave.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fourwave.NetworkStack;
import io.fourwave.examples.ladder.LadderPage;
import io.fourwave.link.FaultyLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live view's server. Asks nobody's name: it is for the machine it runs on, or for whoever can
 * reach the address it was told. Pages of others can neither read it nor press its buttons, see
 * {@link Guard}. Thread-safe.
 */
public final class WebView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebView.class);
  private static final int THREADS = 4;
  private static final int LONGEST_BODY = 1_000;

  private final HttpServer server;
  private final ExecutorService threads;
  private final NetworkStack stack;
  private final LiveRecording live;
  private final Drops drops;
  private final Guard guard;

  private WebView(HttpServer server, NetworkStack stack, LiveRecording live, Drops drops) {
    this.server = server;
    this.stack = stack;
    this.live = live;
    this.drops = drops;
    this.guard = new Guard();
    this.threads = Executors.newFixedThreadPool(THREADS, WebView::daemon);
  }

  /**
   * Starts it.
   *
   * @param address where it listens, on the kernel's side
   * @param link what the stack is behind, to lose packets in
   * @throws IOException if it cannot listen there
   */
  public static WebView start(
      InetSocketAddress address, NetworkStack stack, LiveRecording live, FaultyLink link)
      throws IOException {
    // In seconds; read when the first server is made. Without it a silent client keeps a thread.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    HttpServer server = HttpServer.create(address, 16);
    WebView view = new WebView(server, stack, live, new Drops(stack, link));
    server.setExecutor(view.threads);
    server.createContext("/", view::answer);
    server.start();
    return view;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "web");
    thread.setDaemon(true);
    return thread;
  }

  /** What to type into the browser. */
  public String address() {
    InetSocketAddress at = server.getAddress();
    String host = at.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host(at);
    return "http://" + host + ":" + at.getPort() + "/";
  }

  private static String host(InetSocketAddress at) {
    String host = ConnectionTable.endpoint(at);
    return host.substring(0, host.lastIndexOf(':'));
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      Answer answer = guard.refuses(exchange).orElse(null);
      if (answer == null) {
        answer = answerTo(exchange);
      }
      answer.send(exchange);
    } catch (IOException e) {
      LOG.debug("a browser has gone: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.warn("the live view has failed to answer {}", exchange.getRequestURI(), e);
    }
  }

  private Answer answerTo(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean posts = exchange.getRequestMethod().equals("POST");
    try {
      return switch (path) {
        case "/" -> posts ? Answer.wrongMethod() : page();
        case "/connections" -> posts ? Answer.wrongMethod() : connections();
        case "/ladder" -> posts ? Answer.wrongMethod() : ladder(query(exchange));
        case "/drop" -> posts ? drop(form(exchange)) : Answer.wrongMethod();
        default -> Answer.text(404, "there is no such page");
      };
    } catch (IOException e) {
      return Answer.text(503, "the stack has stopped");
    }
  }

  private Answer page() {
    return Answer.page(LivePage.html(guard.token(), guard.nonce()), guard.nonce());
  }

  private Answer connections() throws IOException {
    String table = ConnectionTable.html(stack.connections());
    long fromStack = drops.pending("stack");
    long fromKernel = drops.pending("kernel");
    return Answer.fragment(table)
        .with("X-Pending-Stack", Long.toString(fromStack))
        .with("X-Pending-Kernel", Long.toString(fromKernel));
  }

  /**
   * The ladder of one peer's connection, or of the one that was busy last; nothing if it is known.
   */
  private Answer ladder(Map<String, String> query) throws IOException {
    long version = live.version();
    if (Long.toString(version).equals(query.get("seen"))) {
      return Answer.nothing();
    }
    String html =
        LadderPage.fragment(stack.onLoop(live::recording), query.getOrDefault("peer", ""));
    return Answer.fragment(html).with("X-Version", Long.toString(version));
  }

  private Answer drop(Map<String, String> form) throws IOException {
    Optional<String> wrong =
        drops.dropNext(form.getOrDefault("from", ""), form.getOrDefault("kind", ""));
    return wrong.isPresent() ? Answer.text(409, wrong.get()) : Answer.nothing();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return pairs(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    return pairs(new String(exchange.getRequestBody().readNBytes(LONGEST_BODY), UTF_8));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&", 10)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // a percent sign with something else behind it
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
