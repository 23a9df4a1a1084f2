package io.fourwave.host;

import io.fourwave.link.LinkDevice;
import io.fourwave.link.Packet;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that runs a {@link Host} against a {@link LinkDevice}. It reads the clock once a
 * turn; a turn is calls, packets, timers, output, in that order.
 */
public final class EventLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final long ORIGIN = System.nanoTime();
  private static final int MOST_WRITES = 64;
  private static final long GLANCE = 5_000_000;

  private final Host host;
  private final LinkDevice device;
  private final Mailbox mailbox;
  private final Packet incoming = new Packet();
  private final Packet outgoing;
  private final boolean scatters;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Batch batch = new Batch();
  private final LossReport lossReport = new LossReport();
  private final BusyPoll busyPoll;
  private long done; // packets and rounds of calls
  private Loops loops = Loops.only(this);
  private boolean unsent;
  private boolean abandoned;
  private volatile Thread thread;
  private volatile boolean stopping;
  private volatile IOException failure;

  /** Makes a loop; {@link #run} runs it until {@link #stop}. */
  public EventLoop(Host host, LinkDevice device) {
    this(host, device, 0);
  }

  /**
   * Makes a loop that goes on looking for packets and calls for a while before it sleeps, as long
   * as that is of use.
   *
   * @param busyPoll nanoseconds since there was anything to do; 0: it sleeps at once
   */
  public EventLoop(Host host, LinkDevice device, long busyPoll) {
    this.host = host;
    this.busyPoll = new BusyPoll(busyPoll);
    this.device = device;
    mailbox = new Mailbox(device::wakeup);
    scatters = device.scatters();
    outgoing = scatters ? new Packet().takingTail() : new Packet();
  }

  /** The clock that hosts of event loops live by, in nanoseconds since the first look at it. */
  public static long clock() {
    return System.nanoTime() - ORIGIN;
  }

  /** Where other threads leave calls. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /** The host. Only calls in the mailbox may touch it. */
  public Host host() {
    return host;
  }

  /** This loop, and those that run the other hosts of its stack. */
  public Loops loops() {
    return loops;
  }

  /** Makes it one of several; before it runs. */
  void joins(Loops together) {
    loops = together;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      while (!stopping) {
        turn();
      }
      farewell();
    } catch (IOException e) {
      failure = e;
      LOG.error("the device has failed, the stack stops: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      failure = new IOException("the stack has stopped on a fault of its own: " + e, e);
      LOG.error("the stack stops on a fault of its own", e);
    } finally {
      end();
      thread = null;
    }
  }

  private void turn() throws IOException {
    long now = clock();
    host.tick(now);
    long before = done;
    done += mailbox.isEmpty() ? 0 : 1;
    mailbox.runAll();
    boolean more = readPackets(now);
    host.advanceTo(now); // after the packets: an acknowledgement that is there is not late
    host.news().tellAll(); // also if there is no room for a packet
    more |= writePackets(now);
    if (done != before) {
      busyPoll.wasBusy(now);
    }
    sleep(more || busyPoll.looksAgain(now));
  }

  /** Says whether there may be more to read. */
  private boolean readPackets(long now) throws IOException {
    int most = batch.limit(host.nextDeadline() <= now);
    int taken = 0;
    while (taken < most && readPacket(now)) {
      taken++;
    }
    done += taken;
    batch.taken(taken);
    return taken == most;
  }

  private boolean readPacket(long now) throws IOException {
    if (scatters) {
      host.foresee(incoming);
    }
    boolean arrived = device.read(incoming, now);
    if (arrived) {
      if (host.hasOutput() && lossReport.mayBe(incoming)) {
        incoming.join(); // whoever sends may also read: a place in his ring is kept no longer
        writePackets(now);
      }
      host.packetArrives(incoming, now);
    }
    return arrived;
  }

  /** Says whether there is more to send that the device has room for. */
  private boolean writePackets(long now) throws IOException {
    for (int i = 0; i < MOST_WRITES; i++) {
      if (!unsent && !host.nextPacket(outgoing, now)) {
        return false;
      }
      unsent = !device.write(outgoing, now);
      if (unsent) {
        return false;
      }
      done++;
    }
    return host.hasOutput();
  }

  private void sleep(boolean more) throws IOException {
    if (more || stopping || !mailbox.maySleep()) {
      return;
    }
    long deadline = host.nextDeadline();
    long nanos = deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - clock());
    device.await(nanos, unsent);
    mailbox.awake();
  }

  /** Resets what is still open, so that the peers know. */
  private void farewell() throws IOException {
    long now = clock();
    host.advanceTo(now);
    mailbox.runAll();
    host.abortAll();
    for (int i = 0; i < 100_000 && host.nextPacket(outgoing, now); i++) {
      device.write(outgoing, now);
    }
  }

  /** Tells the owners of all connections that it is over, and lets the device go. */
  private void end() {
    stopping = true; // before those who wait look again
    abandoned = true; // nobody would ever end what is begun from here on
    inAnyCase(host::abortAll);
    inAnyCase(mailbox::runAll);
    inAnyCase(device::close);
    ended.countDown();
    inAnyCase(mailbox::runAll);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What fails while the loop ends must not keep the device open, or those who wait waiting. */
  private static void inAnyCase(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      LOG.error("while stopping", e);
    }
  }

  /** Asks the loop to end: what is open is reset, the device closed. For any thread. */
  public void stop() {
    stopping = true;
    mailbox.post(() -> {});
    device.wakeup();
  }

  /** Whether the loop has ended, or is about to. */
  public boolean isStopped() {
    return stopping || ended.getCount() == 0;
  }

  /** Why the loop has ended by itself; null if it has not. */
  public IOException failure() {
    return failure;
  }

  /** Waits until the loop has ended; says whether it has within the time. */
  public boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits until no connection is open, but for those in TIME-WAIT, or the loop has ended, or the
   * time is over. For any other thread.
   */
  public void awaitQuiet(long nanos) throws IOException {
    long deadline = clock() + nanos;
    try {
      while (clock() < deadline && !isStopped() && !ask(host::isQuiet)) {
        awaitEnd(Math.min(GLANCE, Math.max(0, deadline - clock())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs something on the loop and waits for its result, which takes a turn of the loop; an
   * interrupt is kept for later. For any other thread.
   *
   * @throws IOException what the task throws, or that the stack has stopped
   * @throws IllegalStateException on the loop's own thread, which would wait for itself for ever
   */
  public <T> T ask(Task<T> task) throws IOException {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("the stack's own thread cannot wait for the stack");
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    mailbox.post(() -> answer(task, answer));
    if (ended.getCount() == 0) {
      answer.completeExceptionally(stopped());
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private <T> void answer(Task<T> task, CompletableFuture<T> answer) {
    if (abandoned) {
      answer.completeExceptionally(stopped());
      return;
    }
    try {
      answer.complete(task.run());
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private IOException stopped() {
    return failure == null
        ? new IOException("the stack has stopped")
        : new IOException("the stack has stopped: " + failure.getMessage(), failure);
  }

  /** Something to run on the loop. */
  public interface Task<T> {
    /** Does it. */
    T run() throws IOException;
  }
}
