package io.fourwave.examples.bench;

import java.io.IOException;

/** What the client does to a server, on the kernel's sockets whoever serves. */
public interface Workload {
  /**
   * Does it once.
   *
   * @param nanos for how long
   * @throws IOException if it fails, or the server answers other than it should
   */
  Measurement run(Server server, long nanos) throws IOException;
}
