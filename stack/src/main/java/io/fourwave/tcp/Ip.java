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
 * @param blackHoleDetection whether segments become shorter when long ones are lost again and again
 *     and no router says why (RFC 4821 §7.7)
 * @param pathProbing whether longer segments are tried by single probes (RFC 4821), after a black
 *     hole and every ten minutes; if not, all segments become longer after ten minutes (RFC 1191
 *     §6.3)
 */
public record Ip(
    int hopLimit,
    int dscp,
    List<IpAddress> sourceRoute,
    boolean strictSourceRoute,
    boolean blackHoleDetection,
    boolean pathProbing) {
  /** 64 hops, best effort, no source route, all of path MTU discovery. */
  public static final Ip DEFAULTS = new Ip(64, 0, List.of(), false, true, true);

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
    return new Ip(hops, dscp, sourceRoute, strictSourceRoute, blackHoleDetection, pathProbing);
  }

  /** The same with another Diffserv code point. */
  public Ip withDscp(int codePoint) {
    return new Ip(
        hopLimit, codePoint, sourceRoute, strictSourceRoute, blackHoleDetection, pathProbing);
  }

  /** The same by way of the given routers. */
  public Ip withSourceRoute(boolean strict, List<IpAddress> routers) {
    return new Ip(hopLimit, dscp, routers, strict, blackHoleDetection, pathProbing);
  }

  /** The same with or without looking for the path's MTU beyond what routers tell. */
  public Ip withPathMtuSearch(boolean blackHoles, boolean probes) {
    return new Ip(hopLimit, dscp, sourceRoute, strictSourceRoute, blackHoles, probes);
  }
}
