package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.News;
import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
import io.fourwave.tcp.TcpException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the loop and the threads of an application know of a socket in common. The loop only notes
 * what happened, and opens the gates.
 */
final class SocketState extends News implements ConnectionEvents {
  private static final int READABLE = 1;
  private static final int WRITABLE = 2;
  private static final int URGENT = 4;

  private static final Logger LOG = LoggerFactory.getLogger(SocketState.class);

  final EventLoop loop;
  final Gate openGate = new Gate();
  final Gate readGate = new Gate();
  final Gate writeGate = new Gate();
  final Gate lingerGate = new Gate();

  /** Set once, before any other thread sees the socket. */
  Connection connection;

  volatile boolean opened;
  volatile boolean atEnd;
  volatile CloseReason over;
  volatile boolean closed;
  volatile boolean outputShut;
  volatile boolean inputShut;
  volatile boolean urgent;
  volatile BooleanSupplier interruptible = () -> true;
  volatile Runnable readiness = () -> {};

  SocketState(EventLoop loop) {
    super(loop.host());
    this.loop = loop;
  }

  /**
   * Takes over a connection that was made before anyone listened to its events: it is open, or its
   * SYN is held. On the loop.
   */
  void adopt(Connection accepted) {
    connection = accepted;
    opened = !accepted.isHeld();
    accepted.tell(this);
    atEnd = accepted.isAtEnd();
    over = accepted.closeReason();
  }

  @Override
  public void opened() {
    opened = true;
    openGate.open();
    tellReadiness();
  }

  @Override
  public void readable() {
    atEnd = connection.isAtEnd();
    happened(READABLE);
  }

  @Override
  public void writable() {
    happened(WRITABLE);
  }

  @Override
  public void urgent() {
    urgent = true;
    happened(URGENT);
  }

  @Override
  protected void tell(int what) {
    if ((what & READABLE) != 0) {
      readGate.open();
    }
    if ((what & WRITABLE) != 0) {
      writeGate.open();
      if (closed) {
        lingerGate.open();
      }
    }
    tellReadiness();
  }

  @Override
  public void closed(CloseReason reason) {
    over = reason;
    openGate.open();
    readGate.open();
    writeGate.open();
    lingerGate.open();
    tellReadiness();
  }

  private void tellReadiness() {
    tell(readiness, connection.id());
  }

  /** Tells a listener on the loop's thread. One that fails harms nobody but itself. */
  static void tell(Runnable listener, Object about) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("{}: who is told of readiness has failed", about, e);
    }
  }

  /** This side has closed: whoever waits finds out. */
  void close() {
    closed = true;
    openGate.open();
    readGate.open();
    writeGate.open();
  }

  /** Waits at a gate; an interrupt ends that if this socket's waits are interruptible. */
  boolean await(Gate gate, BooleanSupplier condition, long deadline) {
    return gate.await(condition, deadline, interruptible.getAsBoolean());
  }

  /** Runs a call on the connection, later, on the loop. */
  void post(Runnable call) {
    loop.mailbox().post(call);
  }

  void failIfClosed() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  TcpException exception(CloseReason reason) {
    return reason.toException(connection.id().toString());
  }

  /** What to throw when a wait ended without what it was for. */
  IOException inVain(String what) {
    return Thread.currentThread().isInterrupted() && interruptible.getAsBoolean()
        ? new ClosedByInterruptException()
        : new SocketTimeoutException(what + ": " + connection.id());
  }
}
