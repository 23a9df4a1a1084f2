/**
 * {@code fourwave bench}: the stack against the kernel's own TCP, over the same path, in the same
 * run.
 *
 * <p>{@link io.fourwave.examples.bench.Bench} starts itself again in an empty network and is the
 * client there. The servers are processes of their own: {@link io.fourwave.examples.bench.Subject},
 * a stack on a TUN device, and {@link io.fourwave.examples.bench.KernelServer} in a further network
 * behind {@link io.fourwave.examples.bench.Relay}. Both serve with the same code, {@link
 * io.fourwave.examples.bench.Service}, which has handlers for the stack's own thread as well: each
 * row is measured in each {@link io.fourwave.examples.bench.Way}.
 */
package io.fourwave.examples.bench;
