package io.fourwave.examples.lab;

import io.fourwave.tcp.Options;
import java.io.IOException;

/** One of the two hosts, with an application on it that does as the experiment says. */
public interface Party {
  /** {@code client} or {@code server}. */
  String name();

  /** Which end of the recording it is. */
  int end();

  /** Listens on a port. */
  Ear listen(int port) throws IOException;

  /**
   * Begins to connect to the other party; whether that succeeds, the talk tells.
   *
   * @param localPort the port to come from, or 0 for any
   * @throws java.net.BindException if the port cannot be had
   */
  Talk open(int localPort, int remotePort) throws IOException;

  /** The same with other TCP options, where this party is Fourwave; the kernel has its own. */
  default Talk open(int localPort, int remotePort, Options options) throws IOException {
    return open(localPort, remotePort);
  }

  /** A listening socket. */
  interface Ear {
    /** Takes a connection that is open; null if there is none now. */
    Talk accept() throws IOException;

    /** Listens no more. */
    void close() throws IOException;
  }
}
