package io.fourwave.examples.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What one workload comes to while another runs over the same link, in a thread of its own. That
 * one begins earlier and goes on longer: what is fast before it has come up to speed would be most
 * of all there is to measure.
 */
final class UnderLoad implements Workload {
  private final Workload measured;
  private final Workload load;

  UnderLoad(Workload measured, Workload load) {
    this.measured = measured;
    this.load = load;
  }

  @Override
  public Measurement run(Server server, long nanos) throws IOException {
    CompletableFuture<Measurement> beside =
        CompletableFuture.supplyAsync(
            () -> load(server, nanos + nanos / 2), task -> new Thread(task, "load").start());
    try {
      measured.run(server, nanos / 4);
      Measurement measurement = measured.run(server, nanos);
      return measurement.beside(beside.join());
    } catch (CompletionException e) {
      throw new IOException("the load has failed: " + e.getCause().getMessage(), e);
    }
  }

  private Measurement load(Server server, long nanos) {
    try {
      return load.run(server, nanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
