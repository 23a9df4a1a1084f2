package io.fourwave.tcp;

import static io.fourwave.tcp.Checked.range;

import io.fourwave.wire.IpAddress;
import java.util.List;

/**
 * What goes into the IP header of a connection's packets (RFC 9293 §3.9.1.9, §3.9.2).
 *
 * @param hopLimit time to live or hop limit, 1 to 255
 * @param dscp the Diffserv code point, 0 to 63
 * @param sourceRoute IPv4 routers to pass on the way, at most 9; an empty list for none
 * @param strictSourceRoute whether no other router may be passed
 */
public record Ip(int hopLimit, int dscp, List<IpAddress> sourceRoute, boolean strictSourceRoute) {
  /** 64 hops, best effort, no source route. */
  public static final Ip DEFAULTS = new Ip(64, 0, List.of(), false);

  /** Checks the ranges. */
  public Ip {
    range("the hop limit", hopLimit, 1, 255, "hops");
    range("the Diffserv code point", dscp, 0, 63, "");
    range("a source route", sourceRoute.size(), 0, 9, "routers");
    sourceRoute = List.copyOf(sourceRoute);
    if (!sourceRoute.stream().allMatch(IpAddress::isV4)) {
      throw new IllegalArgumentException("a source route is of IPv4 addresses only");
    }
  }

  /** The same with another hop limit. */
  public Ip withHopLimit(int hops) {
    return new Ip(hops, dscp, sourceRoute, strictSourceRoute);
  }

  /** The same with another Diffserv code point. */
  public Ip withDscp(int codePoint) {
    return new Ip(hopLimit, codePoint, sourceRoute, strictSourceRoute);
  }

  /** The same by way of the given routers. */
  public Ip withSourceRoute(boolean strict, List<IpAddress> routers) {
    return new Ip(hopLimit, dscp, routers, strict);
  }
}
