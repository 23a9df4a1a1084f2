/**
 * A network of hosts in one process, for tests and for trying things out.
 *
 * <p>Two kinds. {@link io.fourwave.sim.Network} has no threads and a time of its own: hosts are
 * driven by hand, wires have bandwidth, delay, queues and seeded faults, and the same seed gives
 * the same packets at the same nanosecond. {@link io.fourwave.sim.MemoryLink} joins two event loops
 * that run on threads of their own, in real time, without a device of the operating system.
 */
package io.fourwave.sim;
