package io.fourwave.trace;

import io.fourwave.ip.IpDropReason;
import io.fourwave.link.Fault;
import io.fourwave.tcp.Rule;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpState;
import io.fourwave.trace.PacketComment.Receipt;
import io.fourwave.trace.PacketComment.Sending;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@link PacketComment#text} writes. Made for one comment. */
final class CommentParser {
  private static final String STATE = "[A-Z0-9-]{3,12}";
  private static final String BECAUSE = "(?:: (.{1,200}?) \\(([^()]{1,40})\\))?";
  private static final Pattern SENDS =
      Pattern.compile("(.{1,80}?) sends(, seemingly)? in (" + STATE + ")" + BECAUSE);
  private static final Pattern RECEIVES =
      Pattern.compile(
          "(.{1,80}?) receives after (\\d{1,12}\\.\\d{3}) ms(, seemingly)?"
              + (" (?:in (" + STATE + ")|moves (" + STATE + ") -> (" + STATE + "))")
              + BECAUSE);
  private static final Map<String, Rule> RULES = new HashMap<>();
  private static final Map<String, TcpState> STATES = new HashMap<>();
  private static final Map<String, Fault> FAULTS = new HashMap<>();
  private static final Set<String> DROPS = new HashSet<>();

  static {
    for (Rule rule : Rule.values()) {
      RULES.put(rule.sentence() + rule.source(), rule);
    }
    for (TcpState state : TcpState.values()) {
      STATES.put(state.rfcName(), state);
    }
    for (Fault fault : Fault.values()) {
      FAULTS.put(PacketComment.text(fault), fault);
    }
    for (TcpDropReason reason : TcpDropReason.values()) {
      DROPS.add(PacketComment.words(reason));
    }
    for (IpDropReason reason : IpDropReason.values()) {
      DROPS.add(PacketComment.words(reason));
    }
  }

  private Sending sending;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();

  Optional<PacketComment> parse(String text) {
    for (String part : text.split(" \\| ", -1)) {
      if (!readPart(part)) {
        return Optional.empty();
      }
    }
    return Optional.of(new PacketComment(sending, faults, receipts));
  }

  private boolean readPart(String part) {
    Matcher sends = SENDS.matcher(part);
    Matcher receives = RECEIVES.matcher(part);
    if (sends.matches()) {
      return readSending(sends);
    }
    if (receives.matches()) {
      return readReceipt(receives);
    }
    if (FAULTS.containsKey(part)) {
      return faults.add(FAULTS.get(part));
    }
    return readDrop(part) || readVariables(part);
  }

  private boolean readSending(Matcher m) {
    TcpState state = STATES.get(m.group(3));
    Rule rule = rule(m.group(4), m.group(5));
    sending = new Sending(m.group(1), m.group(2) == null, state, rule, "");
    return state != null && rule != null;
  }

  private boolean readReceipt(Matcher m) {
    boolean stays = m.group(4) != null;
    TcpState before = STATES.get(stays ? m.group(4) : m.group(5));
    TcpState after = STATES.get(stays ? m.group(4) : m.group(6));
    Rule rule = rule(m.group(7), m.group(8));
    long nanos = new BigDecimal(m.group(2)).movePointRight(6).longValueExact();
    receipts.add(new Receipt(m.group(1), m.group(3) == null, nanos, before, after, rule, "", ""));
    return before != null && after != null && rule != null;
  }

  private static Rule rule(String sentence, String source) {
    return sentence == null ? Rule.NONE : RULES.get(sentence + source);
  }

  private boolean readDrop(String part) {
    String why = part.replaceFirst("^" + PacketComment.DROPPED, "");
    if (why.equals(part) || !DROPS.contains(why) || receipts.isEmpty()) {
      return false;
    }
    Receipt r = receipts.remove(receipts.size() - 1);
    return receipts.add(
        new Receipt(
            r.end(), r.inside(), r.nanos(), r.before(), r.after(), r.rule(), why, r.variables()));
  }

  /** The variables are those of whoever was named last. */
  private boolean readVariables(String part) {
    if (!part.startsWith("cwnd ")) {
      return false;
    }
    if (!receipts.isEmpty()) {
      Receipt r = receipts.remove(receipts.size() - 1);
      return receipts.add(
          new Receipt(
              r.end(), r.inside(), r.nanos(), r.before(), r.after(), r.rule(), r.dropped(), part));
    }
    if (sending == null) {
      return false;
    }
    sending = new Sending(sending.end(), sending.inside(), sending.state(), sending.rule(), part);
    return true;
  }
}
