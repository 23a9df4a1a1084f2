package io.fourwave.examples.forward;

import io.fourwave.NetworkStack;
import io.fourwave.socket.IncomingConnection;
import io.fourwave.socket.TcpInterceptor;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards every connection that arrives at a stack, with one thread: it waits for the kernel's
 * sockets at a selector, where the stack's sockets wake it.
 */
final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Upstream upstream;
  private final long patience;
  private final int most;
  private final TcpInterceptor interceptor;
  private final Selector selector;
  private final Queue<Turn> ready = new ConcurrentLinkedQueue<>();
  private final Set<Turn> open = new HashSet<>();
  private final Map<Attempt, Turn> attempts = new LinkedHashMap<>(); // the oldest first
  private final CompletableFuture<IOException> failure = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "forwarder");
  private volatile boolean stopping;
  private volatile int count;

  /**
   * Starts to forward.
   *
   * @param stack takes packets to any address; it stays the caller's
   * @param patience how long a target may take to answer
   * @param most connections at once; further peers wait
   */
  Forwarder(NetworkStack stack, Upstream upstream, Duration patience, int most) throws IOException {
    this.upstream = upstream;
    this.patience = patience.toNanos();
    this.most = most;
    selector = Selector.open();
    interceptor = stack.intercept(most, patience.plus(MARGIN));
    interceptor.onReadiness(selector::wakeup);
    thread.setDaemon(true);
    thread.start();
  }

  /** Connections that are being tried or forwarded. */
  int connections() {
    return count;
  }

  /** Waits until the stack fails, the device having been deleted say; for ever if it does not. */
  IOException awaitFailure() throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    try {
      while (!stopping) {
        takeNew();
        takeTurns();
        selector.select(key -> ((Turn) key.attachment()).take(), untilDeadline());
        giveUpTheLate();
      }
    } catch (IOException e) {
      failure.complete(e);
    } catch (RuntimeException | Error e) {
      LOG.error("the forwarder stops on a fault of its own", e);
      failure.complete(new IOException("the forwarder has stopped on a fault of its own: " + e, e));
    } finally {
      end();
    }
  }

  private void takeNew() throws IOException {
    while (open.size() < most) {
      IncomingConnection incoming = interceptor.nextNow();
      if (incoming == null) {
        return;
      }
      if (isOurOwn(incoming)) {
        LOG.warn("{} is our own: see 'forward --help' on routes", incoming);
        incoming.unreachable();
      } else {
        begin(incoming);
      }
    }
  }

  /** Whether the kernel has routed one of our attempts back to us. */
  private boolean isOurOwn(IncomingConnection incoming) throws IOException {
    int port = incoming.remoteAddress().getPort();
    return attempts.keySet().stream().anyMatch(attempt -> attempt.port() == port)
        && NetworkInterface.getByInetAddress(incoming.remoteAddress().getAddress()) != null;
  }

  private void begin(IncomingConnection incoming) {
    try {
      Attempt attempt = Attempt.prepare(incoming, upstream, selector, System.nanoTime() + patience);
      Turn turn = new Turn(attempt);
      attempt.key().attach(turn);
      incoming.onReadiness(turn::wake);
      open.add(turn);
      attempts.put(attempt, turn);
      turn.wake();
    } catch (IOException e) {
      LOG.warn("{}: {}", incoming, e.toString()); // too many open files, say
      incoming.ignore();
    }
  }

  private void takeTurns() {
    for (int left = ready.size(); left > 0; left--) {
      ready.remove().take();
    }
    count = open.size();
  }

  /** Milliseconds until the oldest attempt has taken too long; 0 for ever. */
  private long untilDeadline() {
    if (attempts.isEmpty()) {
      return 0;
    }
    long left = attempts.keySet().iterator().next().deadline() - System.nanoTime();
    return Math.max(1, left / 1_000_000);
  }

  private void giveUpTheLate() {
    long now = System.nanoTime();
    Iterator<Map.Entry<Attempt, Turn>> oldest = attempts.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Attempt, Turn> attempt = oldest.next();
      if (attempt.getKey().deadline() - now > 0) {
        return;
      }
      oldest.remove();
      attempt.getKey().timedOut();
      attempt.getValue().goOnWith(null);
    }
  }

  private void end() {
    try {
      interceptor.close();
      List.copyOf(open).forEach(Turn::end);
      selector.close();
    } catch (IOException e) {
      LOG.debug("while stopping: {}", e.toString());
    }
  }

  /** Stops: who waits for an answer is refused, what is open is reset. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one connection does with the thread: first it is attempted, then relayed. */
  private final class Turn {
    private final AtomicBoolean waits = new AtomicBoolean();
    private Task task;

    Turn(Attempt attempt) {
      task = attempt;
    }

    /** Has a turn soon. For any thread. */
    void wake() {
      if (waits.compareAndSet(false, true)) {
        ready.add(this);
        selector.wakeup();
      }
    }

    void take() {
      waits.set(false); // what happens from now on wakes it again
      if (task != null) {
        goOnWith(task.proceed());
      }
    }

    void goOnWith(Task next) {
      if (next != task && task instanceof Attempt attempt) {
        attempts.remove(attempt);
      }
      boolean atOnce = next != null && (next != task || next.wantsAnotherTurn());
      task = next;
      if (next == null) {
        open.remove(this);
      } else if (atOnce) {
        wake();
      }
    }

    void end() {
      task.end();
    }
  }
}
