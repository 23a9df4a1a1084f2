/**
 * {@code fourwave bench paths}: how much comes through paths that are slow, long and bad, with the
 * stack as the sender and with the kernel's TCP, at the same time and over the same kind of path.
 *
 * <p>{@link io.fourwave.examples.bench.paths.PathsCommand} is the receiver, on the kernel's sockets
 * whoever sends. {@link io.fourwave.examples.bench.paths.Senders} is a process in a network of its
 * own that has the kernel's senders and, behind that network's router, ours. Between the two
 * networks there are pairs of TUN devices, the {@link io.fourwave.examples.bench.paths.Lane}s, and
 * {@link io.fourwave.examples.bench.paths.PathRelay}, which makes paths of them.
 */
package io.fourwave.examples.bench.paths;
