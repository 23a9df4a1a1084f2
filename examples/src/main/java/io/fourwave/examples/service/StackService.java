package io.fourwave.examples.service;

import io.fourwave.NetworkStack;
import java.io.IOException;

/** A service of a library that listens by itself, over the stack's channels or sockets. */
public non-sealed interface StackService extends Service {
  /**
   * Begins to answer.
   *
   * @return ends it: listens no more, and closes its connections in order
   * @throws IOException if the port is in use, or the stack has failed
   */
  AutoCloseable start(NetworkStack stack) throws IOException;
}
