package io.fourwave.host;

import io.fourwave.tcp.CloseReason;
import io.fourwave.tcp.Connection;
import io.fourwave.tcp.ConnectionEvents;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.SynAnswer;
import io.fourwave.tcp.TcpException;
import io.fourwave.tcp.TcpSettings;
import io.fourwave.tcp.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, for the thread of its host: one that drives the host by hand, or a {@link
 * SocketHandler}. Nothing blocks: a call does what can be done now. Packets that a call causes are
 * taken from {@link Host#nextPacket}. Not thread-safe.
 */
public final class HostSocket extends News implements ConnectionEvents {
  private static final Logger LOG = LoggerFactory.getLogger(HostSocket.class);
  private static final int OPENED = 1;
  private static final int READABLE = 2;
  private static final int WRITABLE = 4;
  private static final int CLOSED = 8;

  private final Host host;
  private SocketHandler handler;
  private Connection connection;
  private boolean opened;
  private boolean closed;
  private boolean urgent;
  private CloseReason trouble;

  HostSocket(Host host) {
    super(host);
    this.host = host;
  }

  /** The host whose connection it is. */
  public Host host() {
    return host;
  }

  /** Has a handler told of all that happens from now on. */
  public void handledBy(SocketHandler newHandler) {
    handler = newHandler;
  }

  @Override
  protected void tell(int what) {
    if (handler == null) {
      return;
    }
    try {
      tellHandler(what);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: its handler has failed, it is aborted", connection.id(), e);
      abort();
    }
  }

  private void tellHandler(int what) throws IOException {
    if ((what & OPENED) != 0) {
      handler.opened(this);
    }
    if ((what & READABLE) != 0 && !closed) {
      handler.readable(this);
    }
    if ((what & WRITABLE) != 0 && connection.maySend()) {
      handler.writable(this);
    }
    if ((what & CLOSED) != 0) {
      handler.closed(this, connection.closeReason());
    }
  }

  @Override
  public void opened() {
    if (!opened) {
      opened = true;
      happened(OPENED);
    }
  }

  @Override
  public void readable() {
    happened(READABLE);
  }

  @Override
  public void writable() {
    happened(WRITABLE);
  }

  @Override
  public void closed(CloseReason reason) {
    happened(CLOSED);
  }

  void adopt(Connection opened) {
    connection = opened;
    connection.tell(this);
  }

  @Override
  public void urgent() {
    urgent = true;
  }

  @Override
  public void troubled(CloseReason reason) {
    trouble = reason;
  }

  /** Whether the peer's SYN waits for {@link #answer}: it came from a listener that holds SYNs. */
  public boolean isHeld() {
    return connection.isHeld();
  }

  /**
   * Answers the SYN that is held. After {@link SynAnswer#ACCEPT} the connection opens, which {@link
   * #isConnected} tells; after anything else it is over.
   *
   * @return whether it was still held; if not, nothing is done
   */
  public boolean answer(SynAnswer answer) {
    return host.calls().answer(connection, answer, host.now());
  }

  /**
   * Reads what has arrived.
   *
   * @return octets read; 0 if there are none now, -1 if the peer has closed and all was read
   * @throws TcpException if the connection failed and all that came before was read
   */
  public int read(ByteBuffer target) throws TcpException {
    int count = connection.incoming().read(target);
    if (count > 0) {
      host.calls().receive(connection);
      return count;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    failIfFailed();
    return atEnd() ? -1 : 0;
  }

  /**
   * Octets to read, where they lie: as many as lie in one piece, so that there may be more. Valid
   * until the next call on this socket.
   *
   * @return from its position to its limit; empty if there is nothing to read now. Its octets are
   *     not to be changed
   */
  public ByteBuffer incoming() {
    return connection.incoming().readable();
  }

  /** So many octets of {@link #incoming} were read; their room is free for more. */
  public void consumed(int octets) {
    connection.incoming().release(connection.incoming().head() + octets);
    host.calls().receive(connection);
  }

  /** Whether the peer has closed, or the connection is over, and all was read. */
  public boolean isAtEnd() {
    return connection.incoming().available() == 0 && atEnd();
  }

  /**
   * Room to write, where it will be sent from: as much as lies in one piece. Valid until the next
   * call on this socket.
   *
   * @param wanted octets that would be enough
   * @return from its position to its limit; empty if there is no room now
   */
  public ByteBuffer outgoing(int wanted) {
    return connection.outgoing().writable(wanted);
  }

  /**
   * So many octets were put into {@link #outgoing} and are to be sent.
   *
   * @throws TcpException if the connection failed, or was closed by this side
   */
  public void produced(int octets) throws TcpException {
    failIfNotWritable();
    connection.outgoing().publish(connection.outgoing().tail() + octets);
    host.calls().send(connection);
  }

  private boolean atEnd() {
    return connection.isAtEnd() || connection.closeReason() != null;
  }

  private void failIfFailed() throws TcpException {
    CloseReason reason = connection.closeReason();
    if (reason != null && reason.isFailure()) {
      throw reason.toException(connection.id().toString());
    }
  }

  /**
   * Writes as much as there is room for; it is sent when the windows allow it.
   *
   * @return octets taken, 0 if there is no room now
   * @throws TcpException if the connection failed, or was closed by this side
   */
  public int write(ByteBuffer source) throws TcpException {
    failIfNotWritable();
    int count = connection.outgoing().write(source);
    host.calls().send(connection);
    return count;
  }

  private void failIfNotWritable() throws TcpException {
    failIfFailed();
    if (!connection.maySend()) {
      throw CloseReason.ABORTED.toException(connection.id() + " is closed for writing");
    }
  }

  /** Writes, and marks all written so far as urgent (RFC 6093 advises against it). */
  public int writeUrgent(ByteBuffer source) throws TcpException {
    int count = write(source);
    host.calls().sendUrgent(connection, connection.outgoing().tail());
    return count;
  }

  /** Whether urgent octets were announced and are not all read; see {@link #urgentOctets()}. */
  public boolean isUrgent() {
    return urgent && urgentOctets() > 0;
  }

  /** Octets to read until the last urgent one is read. */
  public int urgentOctets() {
    return connection.urgentOctets();
  }

  /** Whether {@link #read} would return other than 0. */
  public boolean isReadable() {
    return connection.incoming().available() > 0 || atEnd();
  }

  /** Whether {@link #write} would take something. */
  public boolean isWritable() {
    return connection.closeReason() == null
        && state().maySend()
        && connection.outgoing().room() > 0;
  }

  /** Whether the handshake is done and the connection not over. */
  public boolean isConnected() {
    return connection.closeReason() == null
        && state() != TcpState.SYN_SENT
        && state() != TcpState.SYN_RECEIVED;
  }

  /** Whether the connection exists: from opening until it is closed, or has only to wait 2 MSL. */
  public boolean isOpen() {
    return connection.closeReason() == null;
  }

  /** Why it failed; null if it did not, or was closed in order. */
  public CloseReason failure() {
    CloseReason reason = connection.closeReason();
    return reason != null && reason.isFailure() ? reason : null;
  }

  /** What is wrong but not given up yet (RFC 9293 §3.9.1.8); null if nothing was reported. */
  public CloseReason trouble() {
    return trouble;
  }

  /** Sends a FIN after all that was written; reading goes on. */
  public void shutdownOutput() {
    host.calls().shutdown(connection, host.now());
  }

  /** Reads no more; what arrives is acknowledged and thrown away. */
  public void shutdownInput() {
    host.calls().discardInput(connection);
  }

  /** Closes both ways. What was written is still sent; what arrives from now on is reset. */
  public void close() {
    closed = true;
    host.calls().close(connection, host.now());
  }

  /** Resets the connection. */
  public void abort() {
    host.calls().abort(connection, host.now());
  }

  /** The state; TIME-WAIT also while only its entry is left. */
  public TcpState state() {
    return host.calls().state(connection);
  }

  /** A snapshot. */
  public ConnectionStatus status() {
    return host.calls().status(connection, host.now());
  }

  /** The settings. */
  public TcpSettings settings() {
    return connection.settings();
  }

  /** Changes the settings; options, and a window that was offered, stay as they are. */
  public void settings(TcpSettings settings) {
    host.calls().settings(connection, settings, host.now());
  }

  /** This end's address and port. */
  public InetSocketAddress localAddress() {
    return connection.id().local();
  }

  /** The other end's address and port. */
  public InetSocketAddress remoteAddress() {
    return connection.id().remote();
  }
}
