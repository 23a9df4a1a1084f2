package io.fourwave.host;

import io.fourwave.host.Sibling.Family;
import io.fourwave.ip.IpObserver;
import io.fourwave.link.LinkDevice;
import io.fourwave.tcp.TcpObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The loops of one stack: one for each queue of its device, and for each a host with the same
 * addresses. They share no connection, no buffer and no timer. Thread-safe.
 *
 * <p>Whoever needs a port needs it at every host. The first host decides who has it: it is asked
 * first and given it back last, so that what is free there is free everywhere.
 */
public final class Loops {
  private final List<EventLoop> all;
  private final AtomicInteger turn = new AtomicInteger();

  private Loops(List<EventLoop> all) {
    this.all = List.copyOf(all);
  }

  /** A loop without others. */
  static Loops only(EventLoop loop) {
    return new Loops(List.of(loop));
  }

  /**
   * Makes loops and their hosts, which do not run yet.
   *
   * @param devices at most 255 queues of one device, or devices that are as good as that
   * @param settings of all of them together, see {@link HostSettings#dividedBy}
   * @param random a stream of chance for each host
   * @param busyPoll how long each looks for more before it sleeps, see {@link BusyPoll}
   */
  public static Loops over(
      List<? extends LinkDevice> devices,
      HostSettings settings,
      Supplier<RandomGenerator> random,
      Duration busyPoll,
      TcpObserver tcpObserver,
      IpObserver ipObserver) {
    if (devices.isEmpty() || devices.size() > Directory.MOST_OWNERS) {
      throw new IllegalArgumentException(
          "a stack has 1 to " + Directory.MOST_OWNERS + " queues, not " + devices.size());
    }
    if (devices.size() == 1) {
      Host host = new Host(settings, random.get(), EventLoop.clock(), tcpObserver, ipObserver);
      return new EventLoop(host, devices.get(0), busyPoll.toNanos()).loops();
    }
    RandomGenerator keys = random.get();
    List<Sibling> members = new ArrayList<>();
    Family family = new Family(new Directory(), keys.nextLong(), keys.nextLong(), members);
    HostSettings part = settings.dividedBy(devices.size());
    TcpObserver tcp = Observers.oneAtATime(tcpObserver);
    IpObserver ip = Observers.oneAtATime(ipObserver);
    List<EventLoop> loops = new ArrayList<>();
    for (LinkDevice device : devices) {
      Sibling sibling = new Sibling(family, members.size());
      members.add(sibling);
      Host host = new Host(part, random.get(), EventLoop.clock(), tcp, ip, sibling);
      EventLoop loop = new EventLoop(host, device, busyPoll.toNanos());
      sibling.runsOn(loop);
      loops.add(loop);
    }
    Loops together = new Loops(loops);
    loops.forEach(loop -> loop.joins(together));
    return together;
  }

  /** All of them, the one that decides about ports first. */
  public List<EventLoop> all() {
    return all;
  }

  /** How many. */
  public int size() {
    return all.size();
  }

  /** The one that decides about ports. */
  public EventLoop first() {
    return all.get(0);
  }

  /** One after the other, so that each has its part of what is begun here. */
  public EventLoop next() {
    return all.size() == 1 ? first() : all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
  }

  /** Something to do on each loop. */
  public interface Step<T> {
    /** Does it, on the loop's thread. */
    T run(EventLoop loop) throws IOException;
  }

  /**
   * Asks all loops, one after the other.
   *
   * @return the answers, in the order of {@link #all}
   * @throws IOException what one of them throws; the rest are not asked then
   */
  public <T> List<T> ask(Step<T> step) throws IOException {
    List<T> answers = new ArrayList<>(all.size());
    for (EventLoop loop : all) {
      answers.add(loop.ask(() -> step.run(loop)));
    }
    return answers;
  }

  /** Whether one of them has ended, or is about to: then all are. */
  public boolean isStopped() {
    for (EventLoop loop : all) {
      if (loop.isStopped()) {
        return true;
      }
    }
    return false;
  }

  /** Why they have ended by themselves; null if they have not. */
  public IOException failure() {
    for (EventLoop loop : all) {
      if (loop.failure() != null) {
        return loop.failure();
      }
    }
    return null;
  }

  /** Asks all to end, see {@link EventLoop#stop}. */
  public void stop() {
    all.forEach(EventLoop::stop);
  }

  /** Starts the threads. When one ends, so do all. */
  public void start() {
    for (int i = 0; i < all.size(); i++) {
      EventLoop loop = all.get(i);
      Runnable run = all.size() == 1 ? loop : () -> runWithOthers(loop);
      Thread thread = new Thread(run, all.size() == 1 ? "fourwave" : "fourwave-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void runWithOthers(EventLoop loop) {
    try {
      loop.run();
    } finally {
      stop();
    }
  }
}
