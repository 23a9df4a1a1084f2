/**
 * {@code java.net} over the stack: {@link java.net.Socket}, {@link java.net.ServerSocket} and
 * {@link java.net.DatagramSocket} as the JDK specifies them, made by three factories, so that
 * software written for the JDK's sockets runs over the stack as it is. A contract test runs the
 * same behaviours on the JDK's sockets and on these. A {@code DatagramSocket} is a channel's view,
 * as the JDK's is: {@link io.fourwave.nio} makes it.
 *
 * <p>What differs, on purpose:
 *
 * <ul>
 *   <li>Urgent data stays in line whatever {@code SO_OOBINLINE} says (RFC 6093 §3.1); the JDK drops
 *       it unless the option is set.
 *   <li>{@code SO_REUSEADDR} and {@code SO_REUSEPORT} are kept and change nothing: a port whose
 *       connections are in TIME-WAIT can always be listened on, and two sockets never listen on the
 *       same one.
 *   <li>A wildcard listener and one for a single address may have the same port; the latter is
 *       asked first. Linux refuses the second.
 *   <li>Buffers are between 2 KiB and 64 MiB, and tuned unless set; {@code TCP_KEEPCOUNT} is
 *       between 2 and 100; {@code TCP_QUICKACK} is off by default.
 *   <li>A host cannot connect to itself: the stack has no loopback. That and every other address
 *       that cannot be connected to is a {@link java.net.NoRouteToHostException}.
 *   <li>Messages of exceptions that Linux words, such as {@code Address already in use}, say more;
 *       those that the JDK words are the JDK's.
 *   <li>A close with octets unread resets the peer at once (RFC 2525 §2.17); the JDK on Linux sends
 *       a FIN before, so that the peer may read the end first.
 *   <li>A write after the peer's reset fails always as a broken pipe; Linux says so from the second
 *       failure on.
 *   <li>There are no proxies, and {@code getChannel()} is null.
 * </ul>
 *
 * <p>And of datagrams:
 *
 * <ul>
 *   <li>There is neither broadcast nor multicast, since the link has two ends: joining a group and
 *       sending to one is a {@link java.net.SocketException}, and {@code SO_BROADCAST} can only be
 *       off; the JDK's is on at first.
 *   <li>The options are {@code SO_RCVBUF}, {@code SO_SNDBUF}, {@code SO_REUSEADDR} and {@code
 *       IP_TOS}; {@link io.fourwave.socket.DatagramOptions} says what they do.
 *   <li>A send waits for room, and not in vain: what is longer than {@code SO_SNDBUF} is refused.
 *   <li>An empty datagram is sent by a connected socket as well; the JDK's sends nothing.
 *   <li>A packet has as much room for the next datagram as it had for the last one, unless its
 *       length or array was changed meanwhile. It is not known of a packet that a socket of the
 *       JDK's has received into: set its length.
 * </ul>
 */
package io.fourwave.net;
