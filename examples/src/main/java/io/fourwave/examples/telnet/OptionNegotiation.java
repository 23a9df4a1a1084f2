package io.fourwave.examples.telnet;

import static io.fourwave.examples.telnet.TelnetCode.DO;
import static io.fourwave.examples.telnet.TelnetCode.DONT;
import static io.fourwave.examples.telnet.TelnetCode.IAC;
import static io.fourwave.examples.telnet.TelnetCode.LINEMODE;
import static io.fourwave.examples.telnet.TelnetCode.LINEMODE_MODE;
import static io.fourwave.examples.telnet.TelnetCode.MODE_EDIT;
import static io.fourwave.examples.telnet.TelnetCode.MODE_TRAP_SIGNALS;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION_END;
import static io.fourwave.examples.telnet.TelnetCode.SUPPRESS_GO_AHEAD;
import static io.fourwave.examples.telnet.TelnetCode.WILL;
import static io.fourwave.examples.telnet.TelnetCode.WONT;

import java.io.ByteArrayOutputStream;

/**
 * The server's half of option negotiation (RFC 855). It proposes nothing, so that a peer that is no
 * Telnet client sees plain text. Asked, it agrees to two options and refuses the rest:
 *
 * <ul>
 *   <li>it suppresses go-ahead, as a server that never sends one has to (RFC 1123 §3.2.2);
 *   <li>a client that can edit lines itself may (RFC 1184), and then sends whole lines.
 * </ul>
 *
 * <p>A change is answered, a repetition of what is agreed upon is not: two ends that keep to this
 * never answer each other for ever (RFC 854, "Introduction", and RFC 1143).
 */
final class OptionNegotiation {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private boolean suppressesGoAhead;
  private boolean clientEditsLines;

  /** The peer has sent {@code IAC verb option}. */
  void received(int verb, int option) {
    switch (verb) {
      case DO -> asked(option);
      case DONT -> toldNotTo(option);
      case WILL -> offered(option);
      case WONT -> withdrawn(option);
      default -> throw new IllegalArgumentException("not a verb of negotiation: " + verb);
    }
  }

  /** Takes the answers that have come up, in octets to send; empty if none has. */
  byte[] takeAnswers() {
    byte[] octets = answers.toByteArray();
    answers.reset();
    return octets;
  }

  /** Whether the client sends whole lines, and its user's Ctrl-D as a command. */
  boolean clientEditsLines() {
    return clientEditsLines;
  }

  private void asked(int option) {
    if (option != SUPPRESS_GO_AHEAD) {
      answer(IAC, WONT, option);
    } else if (!suppressesGoAhead) {
      suppressesGoAhead = true;
      answer(IAC, WILL, option);
    }
  }

  private void toldNotTo(int option) {
    if (option == SUPPRESS_GO_AHEAD && suppressesGoAhead) {
      suppressesGoAhead = false;
      answer(IAC, WONT, option);
    }
  }

  private void offered(int option) {
    if (option != LINEMODE) {
      answer(IAC, DONT, option);
    } else if (!clientEditsLines) {
      clientEditsLines = true;
      answer(IAC, DO, LINEMODE);
      answer(IAC, SUBNEGOTIATION, LINEMODE, LINEMODE_MODE, MODE_EDIT | MODE_TRAP_SIGNALS);
      answer(IAC, SUBNEGOTIATION_END);
    }
  }

  private void withdrawn(int option) {
    if (option == LINEMODE && clientEditsLines) {
      clientEditsLines = false;
      answer(IAC, DONT, option);
    }
  }

  private void answer(int... octets) {
    for (int octet : octets) {
      answers.write(octet);
    }
  }
}
