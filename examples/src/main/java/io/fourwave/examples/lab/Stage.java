package io.fourwave.examples.lab;

import io.fourwave.host.EventLoop.Task;
import io.fourwave.link.PacketMatch;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.RecordedSegment;
import io.fourwave.trace.Recorder;
import io.fourwave.trace.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Where an experiment takes place: two parties, what can be done to the packets between them, time,
 * and someone who writes everything down and tells it.
 */
public abstract class Stage implements AutoCloseable {
  /** Something to look at. */
  @FunctionalInterface
  public interface Check {
    /** Whether it is so. */
    boolean holds() throws IOException;
  }

  private final Conditions conditions;
  private final Narrator narrator;
  private boolean allHold = true;

  Stage(Conditions conditions, Narrator narrator) {
    this.conditions = conditions;
    this.narrator = narrator;
  }

  /** The host that is always ours, and end 0 of the recording. */
  abstract Party fourwave();

  /** The other one, end 1. */
  abstract Party other();

  /** Whether the other one is the kernel, and time is real. */
  public abstract boolean isReal();

  /** The party that connects, as a rule. */
  public Party client() {
    return conditions.fourwaveIsClient() ? fourwave() : other();
  }

  /** The party that listens, as a rule. */
  public Party server() {
    return conditions.fourwaveIsClient() ? other() : fourwave();
  }

  /** Connects the client to the server's port, and waits until that is done. */
  public Talk connect(int port) throws IOException {
    Talk talk = client().open(0, port);
    until("the client is connected", talk::isConnected);
    return talk;
  }

  /** Waits for a connection. */
  public Talk accept(Party.Ear ear) throws IOException {
    Talk[] talk = new Talk[1];
    until(
        "the server accepts a connection",
        () -> {
          talk[0] = talk[0] == null ? ear.accept() : talk[0];
          return talk[0] != null;
        });
    return talk[0];
  }

  /** Begins a part of the story. */
  public void step(String title) throws IOException {
    narrate(() -> recorder().step(title, now()));
  }

  /** Explains. */
  public void say(String text) throws IOException {
    narrate(() -> recorder().note(text, now()));
  }

  /** Says what has to be so, and whether it is. */
  public void claim(String text, boolean holds) throws IOException {
    allHold &= holds;
    narrate(() -> recorder().claim(text, holds, now()));
  }

  /** Says what has to be so, and looks whether it is. */
  public void claim(String text, Check check) throws IOException {
    claim(text, check.holds());
  }

  /** Does something that is recorded, but not told: more of what was told before. */
  public void quietly(Act act) throws IOException {
    narrator.tell(recording());
    act.act();
    narrator.skip(recording());
  }

  private void narrate(Runnable what) throws IOException {
    Recording all =
        onLoop(
            () -> {
              what.run();
              return recorder().recording();
            });
    narrator.tell(all);
  }

  /** Whether all that was claimed holds. */
  boolean allHold() {
    return allHold;
  }

  /**
   * Waits until something is so, as long as it may take.
   *
   * @throws IOException if it does not come about: then the experiment makes no sense
   */
  public void until(String what, Check check) throws IOException {
    if (!waitFor(check, patience())) {
      throw new InVain(what);
    }
  }

  /** Waits until something is so, or a time is over; says whether it is. */
  public abstract boolean waitFor(Check check, Duration limit) throws IOException;

  /** What the wall clock showed at time 0 of the recording, in nanoseconds since 1970 UTC. */
  abstract long epochNanosAtZero();

  /** How long {@link #until} waits. */
  abstract Duration patience();

  /** Lets time pass. */
  public void pass(Duration time) throws IOException {
    waitFor(() -> false, time);
  }

  /** Lets arrive what is on its way, and be acknowledged. */
  public void settle() throws IOException {
    pass(Duration.ofMillis(100));
  }

  /** Has the network lose the next packets of a kind that a party sends. */
  public abstract void lose(Party from, int packets, PacketMatch match) throws IOException;

  /** Something that a party does. */
  @FunctionalInterface
  public interface Act {
    /** Does it. */
    void act() throws IOException;
  }

  /**
   * Has both parties do something at once: what they send crosses on its way.
   *
   * @param others what {@link #other} does
   * @param ours what {@link #fourwave} does
   */
  public abstract void atOnce(Act others, Act ours) throws IOException;

  /** Has the network deliver a packet out of nowhere, or for a second time. */
  public abstract void deliver(Party to, ByteBuffer packet) throws IOException;

  /** Has the network deliver a segment for a second time, long after the first. */
  public void deliverAgain(RecordedSegment segment) throws IOException {
    deliver(segment.to() == 0 ? fourwave() : other(), segment.packet());
  }

  /** All that happened up to now. */
  public Recording recording() throws IOException {
    return onLoop(() -> recorder().recording());
  }

  /** What has been counted at Fourwave, by {@code nstat}'s names. */
  public abstract long counted(String name) throws IOException;

  /** How many connections Fourwave has in a state. */
  public abstract long connections(TcpState state) throws IOException;

  abstract Recorder recorder();

  /** Runs something where the hosts run. */
  abstract <T> T onLoop(Task<T> task) throws IOException;

  /** The hosts' time; asked where they run. */
  abstract long now();

  @Override
  public abstract void close();

  /** What was waited for has not come about. */
  static final class InVain extends IOException {
    private static final long serialVersionUID = 1L;

    InVain(String what) {
      super("waited in vain until " + what);
    }
  }
}
