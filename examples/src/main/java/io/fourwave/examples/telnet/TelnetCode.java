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

  // RFC 1184 §2.1: commands of a client that edits lines itself.
  static final int ABORT = 238;
  static final int END_OF_FILE = 236;

  // Options.
  static final int SUPPRESS_GO_AHEAD = 3; // RFC 858
  static final int LINEMODE = 34; // RFC 1184

  // RFC 1184 §2.2: how the client is to treat what is typed.
  static final int LINEMODE_MODE = 1;
  static final int MODE_EDIT = 1;
  static final int MODE_TRAP_SIGNALS = 2;

  private TelnetCode() {}
}
