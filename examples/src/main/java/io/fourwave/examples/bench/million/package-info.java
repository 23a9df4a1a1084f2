/**
 * {@code fourwave bench million}: a million connections between two stacks of this process, what
 * one costs while it is idle, and whether the last is opened as quickly as the first.
 *
 * <p>{@link io.fourwave.examples.bench.million.MillionBed} has the two stacks, each with a loop of
 * its own, and a wire in memory between them. {@link io.fourwave.examples.bench.million.Crowd}
 * opens the connections on the client's loop; {@link io.fourwave.examples.bench.million.Memory} and
 * {@link io.fourwave.examples.bench.million.Pauses} ask the JVM.
 */
package io.fourwave.examples.bench.million;
