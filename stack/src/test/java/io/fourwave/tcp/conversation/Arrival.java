package io.fourwave.tcp.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fourwave.host.Counters;
import io.fourwave.ip.IpDropReason;
import io.fourwave.tcp.ConnectionStatus;
import io.fourwave.tcp.TcpDropReason;
import io.fourwave.tcp.TcpEvent;
import io.fourwave.tcp.TcpState;
import io.fourwave.wire.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A row of a table that walks RFC 9293 §3.10.7: in a situation a segment arrives; which state
 * follows, what we answer, what the application is told, and what is counted.
 *
 * <p>A segment is written {@code FLAGS SEQ ACK LENGTH}, flags as tcpdump has them, {@code none} for
 * none; ACK, {@code -} without one, and length may be left out. Numbers are names and an offset:
 * {@code nxt} is RCV.NXT, or SND.NXT where we acknowledge or send; {@code una}, {@code iss} and
 * {@code irs} are what they are in §3.3.1, {@code edge} is RCV.NXT+RCV.WND; in an answer {@code
 * seg.ack} and {@code seg.end} look back at what arrived. All are as they were before it did.
 */
public record Arrival(
    Situation in,
    boolean v4,
    String segment,
    String after,
    String answer,
    String told,
    Set<String> counted) {

  /** Segments in and out go without saying, and so does a reset among the answers. */
  private static final Set<String> TRITE = Set.of("SEGMENT_IN", "SEGMENT_OUT");

  private static final int URGENT_POINTER = 7;

  /**
   * Reads a table: a row a line, columns parted by {@code |}, its head and empty lines left out.
   * The first column may name several situations, {@code all} of the states, or those with a {@code
   * synchronized} connection; every row is for both families. In {@code after}, {@code same} is no
   * change of state.
   */
  public static Stream<Arrival> table(String text) {
    return text.lines().skip(1).filter(line -> !line.isBlank()).flatMap(Arrival::row);
  }

  private static Stream<Arrival> row(String line) {
    String[] columns = line.split("\\|", -1);
    String[] cell = Arrays.stream(columns).map(String::strip).toArray(String[]::new);
    Set<String> counted = new TreeSet<>(List.of(cell[5].split(" ")));
    counted.remove("-");
    if (flags(cell[3].split(" ")[0]).contains("R")) {
      counted.add("RESET_OUT");
    }
    return situations(cell[0])
        .flatMap(
            in ->
                Stream.of(true, false)
                    .map(v4 -> new Arrival(in, v4, cell[1], cell[2], cell[3], cell[4], counted)));
  }

  private static String flags(String answer) {
    return answer.equals("-") ? "" : answer;
  }

  private static Stream<Situation> situations(String cell) {
    return switch (cell) {
      case "all" -> Situation.STATES.stream();
      case "synchronized" ->
          Situation.STATES.stream()
              .filter(s -> s.state.isSynchronized() && s.state != TcpState.SYN_RECEIVED)
              .filter(s -> s != Situation.TIME_WAIT);
      default -> Stream.of(cell.split(" ")).map(Arrival::situation);
    };
  }

  private static Situation situation(String name) {
    return Situation.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /** Lets it happen, and asserts what the row says. */
  public Conversation check() {
    Conversation us = in.begin(v4);
    Numbers numbers = new Numbers(us);
    Map<String, Long> before = counters(us);
    String toldBefore = toldBy(us);
    us.peerSends(numbers.segment(segment));
    String expectedAnswer = answer.equals("-") ? "-" : numbers.answer(answer);
    assertEquals(expectedAnswer, answerOf(us), "the answer");
    String expectedAfter = after.equals("same") ? in.state.name() : after.replace('-', '_');
    assertEquals(expectedAfter, Situation.stateOf(us).name(), "the state after it");
    assertEquals(counted, news(before, counters(us)), "what was counted");
    String tells = toldBy(us);
    assertEquals(told, tells.equals(toldBefore) ? "-" : tells, "what the application was told");
    return us;
  }

  /** All counts by name; an event and a drop of one name count together. */
  private static Map<String, Long> counters(Conversation us) {
    Map<String, Long> all = new TreeMap<>();
    Counters counters = us.host.counters();
    List.of(TcpEvent.values()).forEach(e -> all.merge(e.name(), counters.of(e), Long::sum));
    List.of(TcpDropReason.values()).forEach(r -> all.merge(r.name(), counters.of(r), Long::sum));
    List.of(IpDropReason.values()).forEach(r -> all.merge(r.name(), counters.of(r), Long::sum));
    TRITE.forEach(all::remove);
    return all;
  }

  private static Set<String> news(Map<String, Long> before, Map<String, Long> after) {
    Set<String> names = new TreeSet<>();
    after.forEach(
        (name, count) -> {
          long more = count - before.get(name);
          if (more > 0) {
            names.add(more == 1 ? name : name + " " + more + " times");
          }
        });
    return names;
  }

  private static String answerOf(Conversation us) {
    List<String> answers = new ArrayList<>();
    for (Emitted emitted = us.poll(); emitted != null && answers.size() < 3; emitted = us.poll()) {
      String flags = TcpFlags.toString(emitted.flags & ~TcpFlags.PSH);
      answers.add(flags + " " + emitted.seq + " " + emitted.ack + " " + emitted.length);
    }
    return answers.isEmpty() ? "-" : String.join(", ", answers);
  }

  /** What the application can see, in a word: of what has changed, the gravest. */
  private static String toldBy(Conversation us) {
    if (us.socket == null) {
      return us.listener != null && us.listener.isAcceptable() ? "opened" : "-";
    }
    if (us.socket.failure() != null) {
      return us.socket.failure().name();
    }
    int text = us.socket.status().receiveQueue();
    boolean end = us.socket.isReadable() && text == 0;
    String open = us.socket.isConnected() ? "opened" : "-";
    return us.socket.isUrgent() ? "urgent" : text > 0 ? "text " + text : end ? "end" : open;
  }

  @Override
  public String toString() {
    return in + (v4 ? " IPv4" : " IPv6") + ": " + segment + " -> " + after + ", " + answer;
  }

  /** The names of the numbers, as they are when the segment is about to arrive. */
  private static final class Numbers {
    private final ConnectionStatus tcb;
    private int seq;
    private int ack;
    private int end;

    Numbers(Conversation us) {
      ConnectionStatus found = Situation.connection(us);
      boolean waits = found != null && found.state() == TcpState.TIME_WAIT;
      tcb = waits ? us.socket.status() : found;
    }

    Seg segment(String text) {
      String[] word = text.split(" ");
      int flags = bits(word[0]);
      seq = number(word[1], true);
      ack = word.length < 3 || word[2].equals("-") ? 0 : number(word[2], false);
      int length = word.length < 4 ? 0 : Integer.parseInt(word[3]);
      end = seq + length + Integer.bitCount(flags & (TcpFlags.SYN | TcpFlags.FIN));
      Seg seg = Seg.flags(flags, seq, ack, length);
      return (flags & TcpFlags.URG) == 0 ? seg : seg.urgent(URGENT_POINTER);
    }

    private static int bits(String letters) {
      int flags = 0;
      for (int bit = 1; bit <= TcpFlags.CWR && !letters.equals("none"); bit <<= 1) {
        flags |= letters.contains(TcpFlags.toString(bit)) ? bit : 0;
      }
      return flags;
    }

    String answer(String text) {
      String[] word = text.split(" ");
      int sent = number(word[1], false);
      int acknowledged = word.length < 3 ? 0 : number(word[2], true);
      return word[0] + " " + sent + " " + acknowledged + " 0";
    }

    /** The value of a name with an offset; of the peer's sequence space, or of ours. */
    private int number(String text, boolean peers) {
      String name = text.replaceFirst("[+-][0-9]+$", "");
      String offset = text.substring(name.length());
      int base =
          switch (name) {
            case "nxt" -> (int) (peers ? tcb.rcvNxt() : tcb.sndNxt());
            case "una" -> (int) tcb.sndUna();
            case "edge" -> (int) tcb.rcvNxt() + tcb.rcvWnd();
            case "iss", "irs" -> 0;
            case "seg.ack" -> ack;
            case "seg.end" -> end;
            default -> Integer.parseInt(name);
          };
      return base + (offset.isEmpty() ? 0 : Integer.parseInt(offset));
    }
  }
}
