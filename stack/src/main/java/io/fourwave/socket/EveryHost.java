package io.fourwave.socket;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * What a socket that peers may come to has at each of a stack's hosts, all at one port: the first
 * host chooses it, and is given it back last, so that nobody finds it free there and taken
 * elsewhere.
 */
final class EveryHost {
  private EveryHost() {}

  /** Opens something at one host. */
  interface Opening<P> {
    /** On the loop's thread. */
    P at(EventLoop loop, int port) throws IOException;
  }

  /**
   * Opens something at each host.
   *
   * @param port 0 for a free one
   * @param close undoes an opening, for any thread
   * @return what was opened, in the order of {@link Loops#all}
   * @throws IOException what one of the openings throws; nothing is open then
   */
  static <P> List<P> open(
      Loops loops, int port, Opening<P> opening, ToIntFunction<P> portOf, Consumer<P> close)
      throws IOException {
    List<P> parts = new ArrayList<>(loops.size());
    try {
      int chosen = port;
      for (EventLoop loop : loops.all()) {
        int wanted = chosen;
        parts.add(loop.ask(() -> opening.at(loop, wanted)));
        chosen = portOf.applyAsInt(parts.get(0));
      }
      return List.copyOf(parts);
    } catch (IOException | RuntimeException e) {
      close(parts, close);
      throw e;
    }
  }

  /** Closes all, the first one last. */
  static <P> void close(List<P> parts, Consumer<P> close) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      close.accept(parts.get(i));
    }
  }

  /** One host's part of a number that is for all of them, rounded up. */
  static int part(int most, Loops loops) {
    return (Math.max(1, most) - 1) / loops.size() + 1;
  }
}
