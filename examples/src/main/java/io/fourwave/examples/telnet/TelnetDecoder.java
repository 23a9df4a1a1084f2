package io.fourwave.examples.telnet;

import static io.fourwave.examples.telnet.TelnetCode.DO;
import static io.fourwave.examples.telnet.TelnetCode.DONT;
import static io.fourwave.examples.telnet.TelnetCode.IAC;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION;
import static io.fourwave.examples.telnet.TelnetCode.SUBNEGOTIATION_END;
import static io.fourwave.examples.telnet.TelnetCode.WILL;
import static io.fourwave.examples.telnet.TelnetCode.WONT;

import java.io.ByteArrayOutputStream;

/**
 * Takes what a Telnet client sends apart, octet by octet: text, ends of lines, commands. Options go
 * to {@link OptionNegotiation}. It keeps its place between calls, so it does not matter how TCP has
 * cut the stream. Not thread-safe.
 */
final class TelnetDecoder {
  /**
   * What an octet turned out to be: a text octet, 0 to 255, or one of the negative values below.
   */
  static final int NOTHING = -1;

  static final int END_OF_LINE = -2;
  static final int ERASE_CHARACTER = -3;
  static final int ERASE_LINE = -4;
  static final int ARE_YOU_THERE = -5;
  static final int INTERRUPT = -6;
  static final int END_OF_INPUT = -7;

  private static final int CTRL_C = 0x03;
  private static final int CTRL_D = 0x04;
  private static final int BACKSPACE = 0x08;
  private static final int CTRL_U = 0x15;
  private static final int DELETE = 0x7f;

  private enum Place {
    TEXT,
    AFTER_CR,
    AFTER_IAC,
    AFTER_VERB,
    IN_SUBNEGOTIATION,
    IAC_IN_SUBNEGOTIATION
  }

  private static final int LONGEST_SUBNEGOTIATION = 80;

  private final OptionNegotiation options;
  private final ByteArrayOutputStream subnegotiation = new ByteArrayOutputStream();
  private Place place = Place.TEXT;
  private int verb;

  TelnetDecoder(OptionNegotiation options) {
    this.options = options;
  }

  /**
   * Takes the next octet, 0 to 255.
   *
   * @return the octet if it is text; else what it means, or {@link #NOTHING} (yet)
   */
  int decode(int octet) {
    return switch (place) {
      case TEXT -> text(octet);
      case AFTER_CR -> afterCarriageReturn(octet);
      case AFTER_IAC -> command(octet);
      case AFTER_VERB -> option(octet);
      case IN_SUBNEGOTIATION ->
          octet == IAC ? go(Place.IAC_IN_SUBNEGOTIATION, NOTHING) : subnegotiated(octet);
      case IAC_IN_SUBNEGOTIATION -> afterIacInSubnegotiation(octet);
    };
  }

  private int text(int octet) {
    return switch (octet) {
      case IAC -> go(Place.AFTER_IAC, NOTHING);
      case '\r' -> go(Place.AFTER_CR, END_OF_LINE);
      case '\n' -> END_OF_LINE; // not Telnet's, but what nc and socat send
      case BACKSPACE, DELETE -> ERASE_CHARACTER;
      case CTRL_U -> ERASE_LINE;
      case CTRL_C -> INTERRUPT;
      case CTRL_D -> END_OF_INPUT;
      case 0 -> NOTHING; // RFC 854: NUL is a no-operation
      default -> octet;
    };
  }

  /** RFC 854: a line ends with CR LF, and CR alone is sent as CR NUL; either way it has ended. */
  private int afterCarriageReturn(int octet) {
    place = Place.TEXT;
    return octet == '\n' || octet == 0 ? NOTHING : text(octet);
  }

  private int command(int octet) {
    return switch (octet) {
      case IAC -> go(Place.TEXT, IAC); // RFC 854: a doubled IAC is the octet 255
      case DO, DONT, WILL, WONT -> {
        verb = octet;
        yield go(Place.AFTER_VERB, NOTHING);
      }
      case SUBNEGOTIATION -> {
        subnegotiation.reset();
        yield go(Place.IN_SUBNEGOTIATION, NOTHING);
      }
      case TelnetCode.ERASE_CHARACTER -> go(Place.TEXT, ERASE_CHARACTER);
      case TelnetCode.ERASE_LINE -> go(Place.TEXT, ERASE_LINE);
      case TelnetCode.ARE_YOU_THERE -> go(Place.TEXT, ARE_YOU_THERE);
      case TelnetCode.INTERRUPT_PROCESS, TelnetCode.ABORT -> go(Place.TEXT, INTERRUPT);
      case TelnetCode.END_OF_FILE -> go(Place.TEXT, END_OF_INPUT);
      default -> go(Place.TEXT, NOTHING); // NOP, data mark, break, go-ahead, what is yet to come
    };
  }

  private int option(int octet) {
    options.received(verb, octet);
    return go(Place.TEXT, NOTHING);
  }

  /** What is too long to be about one of our options is cut short, and ignored in the end. */
  private int subnegotiated(int octet) {
    if (subnegotiation.size() < LONGEST_SUBNEGOTIATION) {
      subnegotiation.write(octet);
    }
    return go(Place.IN_SUBNEGOTIATION, NOTHING);
  }

  private int afterIacInSubnegotiation(int octet) {
    return switch (octet) {
      case SUBNEGOTIATION_END -> {
        options.subnegotiated(subnegotiation.toByteArray());
        yield go(Place.TEXT, NOTHING);
      }
      case IAC -> subnegotiated(IAC);
      default -> command(octet); // its end is missing: the command counts
    };
  }

  private int go(Place next, int meaning) {
    place = next;
    return meaning;
  }
}
