/**
 * One host: {@link io.fourwave.host.Host} is a function of packets, calls and time, to be driven by
 * hand (embedding, tests, simulation) or by an {@link io.fourwave.host.EventLoop}, which is the one
 * thread that runs it against a device. Other threads reach it through its {@link
 * io.fourwave.host.Mailbox} only.
 *
 * <p>A stack over several queues of a device has a host and a loop for each, {@link
 * io.fourwave.host.Loops}, which hand over to each other what has come to the wrong one.
 */
package io.fourwave.host;
