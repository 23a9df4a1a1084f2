/**
 * {@code fourwave forward}: takes over connections to any address and port, and connects them
 * onward through the kernel, or a SOCKS proxy, before they are answered. Sees sockets of both sides
 * and nothing else of the stack. From top to bottom: the command, {@code Forwarder} with the one
 * thread, {@code Attempt} while a target is tried, {@code Relay} when both sides are open, and
 * {@code OneWay} for each direction.
 */
package io.fourwave.examples.forward;
