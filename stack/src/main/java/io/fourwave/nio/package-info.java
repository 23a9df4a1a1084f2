/**
 * The stack as {@code java.nio} knows networks: {@link io.fourwave.nio.StackSelectorProvider} makes
 * socket channels, server socket channels and selectors, {@link
 * io.fourwave.nio.JvmSelectorProvider} makes them the whole JVM's. No protocol is in here: channels
 * call the {@code socket} room, and the loop tells selectors of readiness, holding no lock.
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
 * <p>{@link io.fourwave.nio.AsyncChannelProvider} makes asynchronous channels and their groups,
 * held to the JDK's contract in the same way. What differs on purpose: a handler is always run by a
 * thread of its group, never by whoever calls; and a call is tried on the thread that changes
 * something, so that futures need no thread of the group.
 */
package io.fourwave.nio;
