/**
 * The stack as {@code java.nio} knows networks: {@link io.fourwave.nio.StackSelectorProvider} makes
 * socket channels, server socket channels, datagram channels and selectors, {@link
 * io.fourwave.nio.JvmSelectorProvider} makes all but datagrams the whole JVM's. No protocol is in
 * here: channels call the {@code socket} room, and the loop tells selectors of readiness, holding
 * no lock.
 *
 * <p>They keep the JDK's contract, and behave as the JDK's on Linux; a contract test runs the same
 * on both. What differs on purpose:
 *
 * <ul>
 *   <li>a channel that is neither connected nor connecting is never ready (on Linux, for
 *       everything);
 *   <li>connecting to a wildcard, a loopback address or one of the stack's own fails with {@link
 *       java.net.NoRouteToHostException};
 *   <li>a selector never returns early because a channel was closed in another thread;
 *   <li>a channel that is closed is closed at once, also while it is registered with a selector;
 *   <li>urgent octets stay in the stream (RFC 6093), whatever {@code SO_OOBINLINE} says;
 *   <li>there are no {@code SO_INCOMING_NAPI_ID} and, by name, {@code SO_OOBINLINE};
 *   <li>the value of {@code SO_SNDBUF} and {@code SO_RCVBUF} is what was asked for, and changes no
 *       open connection.
 * </ul>
 *
 * <p>And of datagram channels:
 *
 * <ul>
 *   <li>there is neither broadcast nor multicast, since the link has two ends: joining a group, and
 *       every option about it, is an {@link java.lang.UnsupportedOperationException}, sending to
 *       one a {@link java.net.SocketException};
 *   <li>the options are {@code SO_RCVBUF}, {@code SO_SNDBUF}, {@code SO_REUSEADDR} and {@code
 *       IP_TOS}; {@link io.fourwave.socket.DatagramOptions} says what they do;
 *   <li>sending waits for room, or is told that there is none, and what is longer than {@code
 *       SO_SNDBUF} is refused; who was told so finds the channel writable when there is room for
 *       what it wanted to send;
 *   <li>an empty datagram is sent by a connected channel as well; the JDK's says that it has sent 0
 *       octets, and sends nothing;
 *   <li>an interrupt that closes a channel's view as a socket is a {@link java.net.SocketException}
 *       that says so; the JDK's says by its version that or {@link
 *       java.nio.channels.ClosedByInterruptException}.
 * </ul>
 *
 * <p>{@link io.fourwave.nio.AsyncChannelProvider} makes asynchronous channels and their groups,
 * held to the JDK's contract in the same way. What differs on purpose: a handler is always run by a
 * thread of its group, never by whoever calls; and a call is tried on the thread that changes
 * something, so that futures need no thread of the group.
 */
package io.fourwave.nio;
