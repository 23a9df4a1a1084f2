package io.fourwave.ip;

import io.fourwave.wire.FragmentHeader;
import io.fourwave.wire.IpProtocol;
import io.fourwave.wire.Ipv6Header;
import java.nio.ByteBuffer;

/**
 * Walks IPv6 extension headers in their order, does what each demands, and stops at the upper-layer
 * header, at a fragment, or where the packet has to be dropped (RFC 8200 §4). Numbers of headers
 * and of options are limited (RFC 8504 §5.3).
 */
final class ExtensionHeaders {
  /** What a walk ends with. */
  enum Verdict {
    UPPER_LAYER,
    FRAGMENT,
    DROPPED
  }

  private static final int MAX_OPTIONS = 8;
  private static final int PAD1 = 0;
  private static final int PADN = 1;

  private final IcmpErrors errors;
  private final IpObserver observer;
  private final FragmentHeader fragment = new FragmentHeader();

  ExtensionHeaders(IcmpErrors errors, IpObserver observer) {
    this.errors = errors;
    this.observer = observer;
  }

  /**
   * Walks on from {@link IpPacket#payloadStart()}, which holds what {@code ip.protocol} says, and
   * leaves both at the header it stops at. A drop is counted.
   */
  Verdict walk(IpPacket ip, long now) {
    for (int i = 0; i <= HeaderChain.MAX_HEADERS; i++) {
      switch (ip.protocol) {
        case IpProtocol.HOP_BY_HOP, IpProtocol.DESTINATION_OPTIONS, IpProtocol.ROUTING -> {
          if (!passes(ip, now)) {
            return Verdict.DROPPED;
          }
        }
        case IpProtocol.FRAGMENT -> {
          Verdict verdict = fragment(ip);
          if (verdict != Verdict.UPPER_LAYER) {
            return verdict;
          }
        }
        case IpProtocol.NO_NEXT_HEADER -> {
          return drop(IpDropReason.NO_PAYLOAD);
        }
        default -> {
          return Verdict.UPPER_LAYER;
        }
      }
    }
    return drop(IpDropReason.BAD_OPTION);
  }

  private Verdict drop(IpDropReason reason) {
    observer.dropped(reason);
    return Verdict.DROPPED;
  }

  /** Does what one header demands and steps behind it, unless the packet is dropped. */
  private boolean passes(IpPacket ip, long now) {
    int length = HeaderChain.length(ip.bytes(), ip.protocol, ip.payloadStart(), ip.payloadEnd());
    if (length == 0) {
      observer.dropped(IpDropReason.BAD_OPTION);
      return false;
    }
    boolean passes =
        switch (ip.protocol) {
          case IpProtocol.ROUTING -> routing(ip, now);
          case IpProtocol.HOP_BY_HOP -> isFirst(ip, now) && options(ip, length, now);
          default -> options(ip, length, now);
        };
    if (passes) {
      step(ip, length);
    }
    return passes;
  }

  private static void step(IpPacket ip, int length) {
    ip.protocolField = ip.payloadStart;
    ip.protocol = ip.bytes().get(ip.payloadStart) & 0xff;
    ip.payloadStart += length;
  }

  /** RFC 8200 §4: hop-by-hop options anywhere else count as a header unheard of. */
  private boolean isFirst(IpPacket ip, long now) {
    int behindFixed = ip.packet().start() + Ipv6Header.LENGTH;
    boolean first = !ip.reassembled && ip.payloadStart() == behindFixed;
    if (!first) {
      observer.dropped(IpDropReason.UNKNOWN_PROTOCOL);
      errors.unknownProtocol(ip, now);
    }
    return first;
  }

  /**
   * RFC 5095 and RFC 8200 §4.4: no type is known, so all depends on whether it has been used up.
   */
  private boolean routing(IpPacket ip, long now) {
    int type = ip.payloadStart() + 2;
    boolean usedUp = ip.bytes().get(type + 1) == 0;
    if (!usedUp) {
      observer.dropped(IpDropReason.SOURCE_ROUTE);
      errors.parameterProblem(ip, IcmpErrors.ERRONEOUS_FIELD, type, now);
    }
    return usedUp;
  }

  private boolean options(IpPacket ip, int length, long now) {
    ByteBuffer bytes = ip.bytes();
    int end = ip.payloadStart() + length;
    int count = 0;
    int at = ip.payloadStart() + 2;
    while (at < end) {
      int type = bytes.get(at) & 0xff;
      if (type == PAD1) {
        at++;
        continue;
      }
      int next = at + 1 < end ? at + 2 + (bytes.get(at + 1) & 0xff) : Integer.MAX_VALUE;
      count += type == PADN ? 0 : 1;
      if (next > end || count > MAX_OPTIONS) {
        observer.dropped(IpDropReason.BAD_OPTION);
        return false;
      }
      if (type != PADN && !mayBeSkipped(ip, type, at, now)) {
        return false;
      }
      at = next;
    }
    return true;
  }

  /** No option is known, so its two highest bits decide (RFC 8200 §4.2). */
  private boolean mayBeSkipped(IpPacket ip, int type, int at, long now) {
    int action = type >>> 6;
    if (action == 0) {
      return true;
    }
    observer.dropped(IpDropReason.BAD_OPTION);
    if (action == 2) {
      errors.unrecognizedOptionEvenToGroup(ip, at, now);
    } else if (action == 3) {
      errors.parameterProblem(ip, IcmpErrors.UNRECOGNIZED_OPTION, at, now);
    }
    return false;
  }

  /** Steps behind an atomic fragment's header (RFC 6946 §4) and says to go on; or stops at it. */
  private Verdict fragment(IpPacket ip) {
    int at = ip.payloadStart();
    if (HeaderChain.length(ip.bytes(), IpProtocol.FRAGMENT, at, ip.payloadEnd()) == 0) {
      return drop(IpDropReason.BAD_OPTION);
    }
    fragment.wrap(ip.bytes(), at);
    if (fragment.offset() == 0 && !fragment.moreFragments()) {
      step(ip, FragmentHeader.LENGTH);
      return Verdict.UPPER_LAYER;
    }
    if (ip.reassembled) {
      return drop(IpDropReason.BAD_FRAGMENT); // fragments of fragments
    }
    ip.fragmentOffset = fragment.offset();
    ip.moreFragments = fragment.moreFragments();
    ip.identification = fragment.identification();
    return Verdict.FRAGMENT;
  }
}
