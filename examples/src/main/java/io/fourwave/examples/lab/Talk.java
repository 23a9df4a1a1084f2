package io.fourwave.examples.lab;

import io.fourwave.tcp.TcpState;
import java.io.IOException;

/** One end of a connection, as its application has it. Nothing blocks. */
public interface Talk {
  /** This end's port. */
  int localPort() throws IOException;

  /** Whether it is open. */
  boolean isConnected() throws IOException;

  /** Writes; there has to be room in the send buffer. */
  void send(String text) throws IOException;

  /** Reads what is there, and says all that was read up to now. */
  String heard() throws IOException;

  /** Whether the other party has closed its way, and all it said was read. */
  boolean isAtEnd() throws IOException;

  /** Why it has failed, in the words an application is told; null if it has not. */
  String failure() throws IOException;

  /** The state, as this end's own TCP tells it. */
  TcpState state() throws IOException;

  /** Closes this way; the other stays open. */
  void closeOutput() throws IOException;

  /** Closes. */
  void close() throws IOException;

  /** Resets. */
  void abort() throws IOException;
}
