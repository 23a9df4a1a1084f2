package io.fourwave.examples.telnet;

import static io.fourwave.examples.telnet.TelnetCode.DO;
import static io.fourwave.examples.telnet.TelnetCode.DONT;
import static io.fourwave.examples.telnet.TelnetCode.ECHO;
import static io.fourwave.examples.telnet.TelnetCode.IAC;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION_END;
import static io.fourwave.examples.telnet.TelnetCode.SUPPRESS_GO_AHEAD;
import static io.fourwave.examples.telnet.TelnetCode.TERMINAL_TYPE;
import static io.fourwave.examples.telnet.TelnetCode.TIMING_MARK;
import static io.fourwave.examples.telnet.TelnetCode.WILL;
import static io.fourwave.examples.telnet.TelnetCode.WINDOW_SIZE;
import static io.fourwave.examples.telnet.TelnetCode.WONT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The server's half of option negotiation (RFC 855). It begins nothing, so that a peer that is no
 * Telnet client sees plain text. A client that does begin is asked for its terminal and the size of
 * its window; and if the terminal is good for more than lines, we propose to echo, which together
 * with the suppression of go-ahead means that keys come one by one (RFC 857, RFC 858).
 *
 * <p>Each option is off, asked for, or on; a change is answered, what we have asked for and what is
 * agreed upon is not: two ends that keep to this never answer each other for ever (RFC 1143).
 */
final class OptionNegotiation {
  /** How far we are with an option. */
  private enum Progress {
    OFF,
    ASKED,
    ON
  }

  private static final Set<String> ONLY_LINES = Set.of("", "dumb", "unknown", "network");

  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final Map<Integer, Progress> ours = options(ECHO, SUPPRESS_GO_AHEAD);
  private final Map<Integer, Progress> theirs = options(TERMINAL_TYPE, WINDOW_SIZE);
  private boolean begun;
  private int columns;
  private int rows;

  private static Map<Integer, Progress> options(int one, int another) {
    return new TreeMap<>(Map.of(one, Progress.OFF, another, Progress.OFF));
  }

  /** The peer has sent {@code IAC verb option}. */
  void received(int verb, int option) {
    if (!begun && (verb == DO || verb == WILL) && option != TIMING_MARK) {
      begun = true;
      ask(ours, WILL, SUPPRESS_GO_AHEAD);
      ask(theirs, DO, TERMINAL_TYPE);
      ask(theirs, DO, WINDOW_SIZE);
    }
    switch (verb) {
      case DO -> agree(ours, option, WILL, WONT);
      case DONT -> disagree(ours, option, WONT);
      case WILL -> offered(option);
      case WONT -> withdrawn(option);
      default -> throw new IllegalArgumentException("not a verb of negotiation: " + verb);
    }
  }

  private void ask(Map<Integer, Progress> side, int verb, int option) {
    side.put(option, Progress.ASKED);
    answer(IAC, verb, option);
  }

  private void offered(int option) {
    boolean isNew = theirs.get(option) != Progress.ON;
    agree(theirs, option, DO, DONT);
    if (option == TERMINAL_TYPE && isNew) {
      answer(IAC, SUBNEGOTIATION, TERMINAL_TYPE, TelnetCode.SEND, IAC, SUBNEGOTIATION_END);
    }
  }

  /** A client that does not tell its terminal has one, we suppose, as everybody has. */
  private void withdrawn(int option) {
    disagree(theirs, option, DONT);
    if (option == TERMINAL_TYPE) {
      proposeToEcho();
    }
  }

  private void agree(Map<Integer, Progress> side, int option, int yes, int no) {
    Progress before = side.get(option);
    if (before == null) {
      answer(IAC, no, option);
      return;
    }
    side.put(option, Progress.ON);
    if (before == Progress.OFF) {
      answer(IAC, yes, option);
    }
  }

  private void disagree(Map<Integer, Progress> side, int option, int no) {
    Progress before = side.replace(option, Progress.OFF);
    if (before == Progress.ON) {
      answer(IAC, no, option);
    }
  }

  /** The peer has sent a subnegotiation: the option, and what it says of it. */
  void subnegotiated(byte[] octets) {
    if (octets.length == 5 && octets[0] == WINDOW_SIZE) {
      columns = (octets[1] & 0xff) << 8 | octets[2] & 0xff;
      rows = (octets[3] & 0xff) << 8 | octets[4] & 0xff;
    } else if (octets.length >= 2 && octets[0] == TERMINAL_TYPE && octets[1] == TelnetCode.IS) {
      String type = new String(Arrays.copyOfRange(octets, 2, octets.length), US_ASCII);
      if (!ONLY_LINES.contains(type.toLowerCase(Locale.ROOT))) {
        proposeToEcho();
      }
    }
  }

  private void proposeToEcho() {
    if (ours.get(ECHO) == Progress.OFF) {
      ask(ours, WILL, ECHO);
    }
  }

  /** Takes the answers that have come up, in octets to send; empty if none has. */
  byte[] takeAnswers() {
    byte[] octets = answers.toByteArray();
    answers.reset();
    return octets;
  }

  /** Whether the client sends each key as it is pressed, and leaves it to us to show it. */
  boolean clientSendsKeys() {
    return ours.get(ECHO) == Progress.ON && ours.get(SUPPRESS_GO_AHEAD) == Progress.ON;
  }

  /** The width of the client's window, in characters; 0 if it did not say. */
  int columns() {
    return columns;
  }

  /** The height of the client's window, in lines; 0 if it did not say. */
  int rows() {
    return rows;
  }

  private void answer(int... octets) {
    for (int octet : octets) {
      answers.write(octet);
    }
  }
}
