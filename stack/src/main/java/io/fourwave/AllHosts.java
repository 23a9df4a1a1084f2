package io.fourwave;

import io.fourwave.host.EventLoop;
import io.fourwave.host.Loops;
import io.fourwave.link.LinkDevice;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
import io.fourwave.udp.EndpointStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What several hosts are as one. */
final class AllHosts {
  private AllHosts() {}

  /** A queue that is like all of them. */
  static LinkDevice like(List<? extends LinkDevice> queues) {
    LinkDevice first = queues.isEmpty() ? null : queues.get(0);
    for (LinkDevice queue : queues) {
      if (queue.mtu() != first.mtu() || !queue.offload().equals(first.offload())) {
        throw new IllegalArgumentException(
            "the queues of a device have one MTU and one offload: %d and %s, not %d and %s"
                .formatted(first.mtu(), first.offload(), queue.mtu(), queue.offload()));
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("a stack needs a device: there is not one queue");
    }
    return first;
  }

  /** Chance for several threads that comes from one place. */
  static RandomGenerator shared(RandomGenerator random) {
    return () -> {
      synchronized (random) {
        return random.nextLong();
      }
    };
  }

  /** The connections of all of them; those that listen at one place are one. */
  static List<ConnectionStatus> connections(List<List<ConnectionStatus>> each) {
    if (each.size() == 1) {
      return each.get(0);
    }
    Map<InetSocketAddress, ConnectionStatus> listeners = new LinkedHashMap<>();
    List<ConnectionStatus> others = new ArrayList<>();
    for (List<ConnectionStatus> one : each) {
      for (ConnectionStatus status : one) {
        if (status.state() == TcpState.LISTEN) {
          listeners.merge(status.local(), status, ConnectionStatus::withQueuesOf);
        } else {
          others.add(status);
        }
      }
    }
    List<ConnectionStatus> all = new ArrayList<>(listeners.values());
    all.addAll(others);
    return all;
  }

  /** The datagram sockets of all of them, each of which is at every host. */
  static List<EndpointStatus> datagrams(List<List<EndpointStatus>> each) {
    Map<InetSocketAddress, EndpointStatus> sockets = new LinkedHashMap<>();
    for (List<EndpointStatus> one : each) {
      one.forEach(s -> sockets.merge(s.local(), s, EndpointStatus::withQueuesOf));
    }
    return List.copyOf(sockets.values());
  }

  /** Counters of all of them, by name. */
  static Map<String, Long> sum(List<Map<String, Long>> each) {
    if (each.size() == 1) {
      return each.get(0);
    }
    Map<String, Long> sum = new TreeMap<>();
    each.forEach(one -> one.forEach((name, count) -> sum.merge(name, count, Long::sum)));
    return sum;
  }

  /** Ends all: listeners at once, connections by their owners until a deadline, then the loops. */
  static void end(Loops loops, long deadline, long patience) {
    try {
      loops.ask(AllHosts::closeListeners);
      for (EventLoop one : loops.all()) {
        one.awaitQuiet(Math.max(0, deadline - EventLoop.clock()));
      }
    } catch (IOException e) {
      // It has stopped meanwhile, which is what is asked for; NetworkStack.failure() tells why.
    } finally {
      loops.stop();
      awaitEnd(loops, patience);
    }
  }

  private static Void closeListeners(EventLoop one) {
    one.host().calls().closeListeners(one.host().now());
    return null;
  }

  private static void awaitEnd(Loops loops, long patience) {
    try {
      for (EventLoop one : loops.all()) {
        one.awaitEnd(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
