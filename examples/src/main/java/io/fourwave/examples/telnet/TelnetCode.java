package io.fourwave.examples.telnet;

/** The octets of Telnet's commands and options. */
final class TelnetCode {
  // RFC 854: commands, each after an IAC.
  static final int IAC = 255;
  static final int DONT = 254;
  static final int DO = 253;
  static final int WONT = 252;
  static final int WILL = 251;
  static final int SUBNEGOTIATION = 250;
  static final int ERASE_LINE = 248;
  static final int ERASE_CHARACTER = 247;
  static final int ARE_YOU_THERE = 246;
  static final int INTERRUPT_PROCESS = 244;
  static final int SUBNEGOTIATION_END = 240;

  // RFC 1184 §2.1: commands of a client that edits lines itself, and is free to send them.
  static final int ABORT = 238;
  static final int END_OF_FILE = 236;

  // Options.
  static final int ECHO = 1; // RFC 857
  static final int SUPPRESS_GO_AHEAD = 3; // RFC 858
  static final int TIMING_MARK = 6; // RFC 860
  static final int TERMINAL_TYPE = 24; // RFC 1091
  static final int WINDOW_SIZE = 31; // RFC 1073

  // RFC 1091: what a subnegotiation of the terminal's type begins with.
  static final int IS = 0;
  static final int SEND = 1;

  private TelnetCode() {}
}
