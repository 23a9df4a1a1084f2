package io.fourwave.examples.bench;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A listening socket, the kernel's or ours, and what is done with the connections it gives. */
interface Acceptor {
  /** Connections that wait to be accepted. */
  int BACKLOG = 1_024;

  /** Threads that serve, kept for the next connection. */
  ExecutorService THREADS = Executors.newCachedThreadPool(Acceptor::daemon);

  /** Waits for the next connection. */
  ByteChannel accept() throws IOException;

  /** Serves, each connection in a thread, until the listening socket fails. */
  static void serve(Service service, Acceptor acceptor) {
    THREADS.execute(
        () -> {
          try {
            for (; ; ) {
              ByteChannel peer = acceptor.accept();
              THREADS.execute(() -> serve(service, peer));
            }
          } catch (IOException e) {
            Child.fail(e);
          }
        });
  }

  private static void serve(Service service, ByteChannel peer) {
    try (peer) {
      service.serve(peer, service.scratch());
    } catch (IOException e) {
      System.err.println(service + ": " + e); // the client misses its answer, and says so
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "server");
    thread.setDaemon(true);
    return thread;
  }
}
