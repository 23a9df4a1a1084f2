/**
 * The Telnet service: the protocol ({@link io.fourwave.examples.telnet.TelnetDecoder} and its
 * option negotiation), lines in and out of it, and the small shell behind them.
 */
package io.fourwave.examples.telnet;
