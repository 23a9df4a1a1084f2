package io.fourwave.link;

import java.util.ArrayList;
import java.util.List;

/** Packets to be lost on purpose: "the next n that match", any number of times. */
final class DropRules {
  private static final class DropRule {
    final PacketMatch match;
    int left;

    DropRule(PacketMatch match, int left) {
      this.match = match;
      this.left = left;
    }
  }

  private final List<DropRule> rules = new ArrayList<>();

  void add(int packets, PacketMatch match) {
    rules.add(new DropRule(match, packets));
  }

  /** Packets still waited for. */
  long left() {
    return rules.stream().mapToLong(rule -> rule.left).sum();
  }

  /** Whether a rule takes the packet: the oldest that matches. All are asked, for some remember. */
  boolean take(Direction direction, Packet packet) {
    DropRule taker = null;
    for (int i = 0; i < rules.size(); i++) {
      DropRule rule = rules.get(i);
      if (rule.match.matches(direction, packet) && taker == null) {
        taker = rule;
      }
    }
    if (taker != null && taker.left != Integer.MAX_VALUE && --taker.left == 0) {
      rules.remove(taker);
    }
    return taker != null;
  }
}
