package io.fourwave;

import io.fourwave.link.LinkDevice;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpState;
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

  /** Counters of all of them, by name. */
  static Map<String, Long> sum(List<Map<String, Long>> each) {
    if (each.size() == 1) {
      return each.get(0);
    }
    Map<String, Long> sum = new TreeMap<>();
    each.forEach(one -> one.forEach((name, count) -> sum.merge(name, count, Long::sum)));
    return sum;
  }
}
