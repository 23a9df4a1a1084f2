/**
 * {@code fourwave bench peers}: other user-space stacks beside Fourwave and the kernel, with the
 * same client, over devices of the same kind, in the same rounds.
 *
 * <p>What goes in are the programs that {@code peers/build} makes of our drivers, one for each of
 * {@link io.fourwave.examples.bench.peers.Driver}; each is a process with a TUN device of its own
 * and the services that the others have. What comes out is a table, and who was ahead.
 */
package io.fourwave.examples.bench.peers;
