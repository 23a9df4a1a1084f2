package io.fourwave.ip;

import java.nio.ByteBuffer;

/**
 * Walks the options of an IPv4 header, whatever their octets are (RFC 1122 §3.2.1.8). Only source
 * routes mean anything here; the others are stepped over. Reused.
 */
final class Ipv4Options {
  private static final int END_OF_LIST = 0;
  private static final int NO_OPERATION = 1;
  private static final int NONE = -1;

  private final boolean acceptSourceRoutes;
  private int sourceRoute;
  private int problem;

  Ipv4Options(boolean acceptSourceRoutes) {
    this.acceptSourceRoutes = acceptSourceRoutes;
  }

  /**
   * Walks the options from {@code from} to {@code to}.
   *
   * @return why the packet is to be dropped, or null if it is not
   */
  IpDropReason walk(ByteBuffer bytes, int from, int to) {
    sourceRoute = NONE;
    int at = from;
    while (at < to) {
      int type = bytes.get(at) & 0xff;
      if (type == END_OF_LIST) {
        return null;
      }
      if (type == NO_OPERATION) {
        at++;
        continue;
      }
      problem = at;
      int length = at + 1 < to ? bytes.get(at + 1) & 0xff : 0;
      if (length < 2 || length > to - at) {
        return IpDropReason.BAD_OPTION;
      }
      IpDropReason verdict = SourceRoute.isSourceRoute(type) ? judge(bytes, at, length) : null;
      if (verdict != null) {
        return verdict;
      }
      at += length;
    }
    return null;
  }

  private IpDropReason judge(ByteBuffer bytes, int at, int length) {
    if (!acceptSourceRoutes) {
      return IpDropReason.SOURCE_ROUTE; // RFC 7126 §4.3, §4.4
    }
    if (length < SourceRoute.HEAD || (length - SourceRoute.HEAD) % 4 != 0 || hasSourceRoute()) {
      return IpDropReason.BAD_OPTION;
    }
    int pointer = bytes.get(at + 2) & 0xff;
    if (pointer < SourceRoute.FIRST_POINTER) {
      return IpDropReason.BAD_OPTION;
    }
    if (pointer <= length) {
      return IpDropReason.SOURCE_ROUTE; // not at its end, and a host is no router: RFC 1122 §3.3.5
    }
    for (int address = at + SourceRoute.HEAD; address < at + length; address += 4) {
      if (!UnicastRules.maySend(bytes.getInt(address))) {
        return IpDropReason.BAD_OPTION; // no gateway, and our replies would go there
      }
    }
    sourceRoute = at;
    return null;
  }

  /** Whether the last walk met a completed source route. */
  boolean hasSourceRoute() {
    return sourceRoute != NONE;
  }

  /** Where the source route begins. */
  int sourceRoute() {
    return sourceRoute;
  }

  /** Where the option begins that made the last walk say {@link IpDropReason#BAD_OPTION}. */
  int problem() {
    return problem;
  }
}
