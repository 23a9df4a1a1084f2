package io.fourwave.udp;

import io.fourwave.ip.IpLayer;
import io.fourwave.ip.PortAllocator;
import io.fourwave.stream.MemoryBudget;
import io.fourwave.wire.IpAddress;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * All endpoints of one protocol: who is at which port, and who has something to send. Looking up
 * allocates nothing. For the host's thread.
 */
final class Endpoints {
  private final IpLayer ip;
  private final MemoryBudget memory;
  private final PortAllocator ports;
  private Endpoint[] buckets = new Endpoint[64];
  private int count;
  private Endpoint firstQueued;
  private Endpoint lastQueued;

  Endpoints(IpLayer ip, MemoryBudget memory, PortAllocator ports) {
    this.ip = ip;
    this.memory = memory;
    this.ports = ports;
  }

  /** Opens one; port 0 takes a free one. */
  Endpoint open(IpAddress local, int port, QueueLimits limits, DatagramEvents events)
      throws BindException {
    boolean any = local == null || local.isAny();
    if (!any && !ip.takes(local.high(), local.low())) {
      throw new BindException(local + " is not an address of this stack");
    }
    int chosen = port != 0 ? port : ports.next(p -> isFree(local, any, p));
    if (chosen == 0 || !isFree(local, any, chosen)) {
      throw new BindException("address already in use: UDP port " + port);
    }
    Endpoint endpoint = new Endpoint(local, chosen, limits, memory, events);
    add(endpoint);
    return endpoint;
  }

  private boolean isFree(IpAddress local, boolean any, int port) {
    for (Endpoint e = buckets[bucket(port)]; e != null; e = e.nextInBucket) {
      boolean overlaps =
          any || e.boundToAny || e.boundHigh == local.high() && e.boundLow == local.low();
      if (e.port == port && overlaps) {
        return false;
      }
    }
    return true;
  }

  private int bucket(int port) {
    return port & (buckets.length - 1);
  }

  private void add(Endpoint endpoint) {
    if (++count > buckets.length) {
      List<Endpoint> all = all();
      buckets = new Endpoint[2 * buckets.length];
      all.forEach(this::place);
    }
    place(endpoint);
  }

  private void place(Endpoint endpoint) {
    int bucket = bucket(endpoint.port);
    endpoint.nextInBucket = buckets[bucket];
    buckets[bucket] = endpoint;
  }

  /** Gives it a peer, and an address to reach that from. */
  void connect(Endpoint endpoint, IpAddress remote, int port)
      throws BindException, NoRouteToHostException {
    if (!ip.mayBeRemote(remote.high(), remote.low()) || port < 0 || port > 0xffff) {
      throw new NoRouteToHostException("cannot send to " + remote + " port " + port);
    }
    IpAddress local =
        endpoint.boundToAny
            ? ip.sourceFor(remote.high(), remote.low())
            : new IpAddress(endpoint.boundHigh, endpoint.boundLow);
    if (local == null) {
      throw new NoRouteToHostException("the stack has no address to reach " + remote + " from");
    }
    if (local.isV4() != remote.isV4()) {
      throw new BindException(local + " is not an address to reach " + remote + " from");
    }
    endpoint.connect(local, remote, port);
  }

  /** Whose is what has arrived? Null if nobody's. */
  Endpoint find(long toHigh, long toLow, int toPort, long fromHigh, long fromLow, int fromPort) {
    Endpoint best = null;
    int most = -1;
    for (Endpoint e = buckets[bucket(toPort)]; e != null; e = e.nextInBucket) {
      int match = e.match(toHigh, toLow, toPort, fromHigh, fromLow, fromPort);
      if (match > most) {
        most = match;
        best = e;
      }
    }
    return best;
  }

  /** Its port is free from now on, but what was sent before goes out. */
  void close(Endpoint endpoint) {
    if (!endpoint.open) {
      return;
    }
    endpoint.open = false;
    remove(endpoint);
    if (endpoint.outgoing.isEmpty()) {
      end(endpoint);
    } else {
      ready(endpoint);
    }
    endpoint.incoming.abandon();
    endpoint.events.closed();
  }

  private void remove(Endpoint endpoint) {
    int bucket = bucket(endpoint.port);
    if (buckets[bucket] == endpoint) {
      buckets[bucket] = endpoint.nextInBucket;
    } else {
      Endpoint before = buckets[bucket];
      while (before.nextInBucket != endpoint) {
        before = before.nextInBucket;
      }
      before.nextInBucket = endpoint.nextInBucket;
    }
    count--;
  }

  List<Endpoint> all() {
    List<Endpoint> all = new ArrayList<>();
    for (Endpoint first : buckets) {
      for (Endpoint e = first; e != null; e = e.nextInBucket) {
        all.add(e);
      }
    }
    return all;
  }

  /** It has something to send. */
  void ready(Endpoint endpoint) {
    if (endpoint.queued) {
      return;
    }
    endpoint.queued = true;
    endpoint.nextQueued = null;
    if (firstQueued == null) {
      firstQueued = endpoint;
    } else {
      lastQueued.nextQueued = endpoint;
    }
    lastQueued = endpoint;
  }

  boolean hasReady() {
    return firstQueued != null;
  }

  /** Takes the one that waits longest and still has something to send; null if none does. */
  Endpoint nextReady() {
    while (firstQueued != null) {
      Endpoint endpoint = firstQueued;
      firstQueued = endpoint.nextQueued;
      endpoint.queued = false;
      if (!endpoint.ended && endpoint.outgoing.look()) {
        return endpoint;
      }
      endIfClosed(endpoint);
    }
    return null;
  }

  /** The datagram that one was at has gone. */
  void sent(Endpoint endpoint) {
    endpoint.outgoing.remove();
    if (endpoint.open) {
      endpoint.events.writable();
    }
    if (endpoint.outgoing.isEmpty()) {
      endIfClosed(endpoint);
    } else {
      ready(endpoint); // behind the others
    }
  }

  private static void endIfClosed(Endpoint endpoint) {
    if (!endpoint.open) {
      end(endpoint);
    }
  }

  /** Nothing more is sent. */
  private static void end(Endpoint endpoint) {
    endpoint.ended = true;
    endpoint.outgoing.end();
  }

  /** Closes all; what was not sent yet is forgotten. */
  void endAll() {
    all().forEach(this::close);
    for (Endpoint e = nextReady(); e != null; e = nextReady()) {
      end(e);
    }
  }
}
