/**
 * The port to a device: IP packets in and out, with checksum and segmentation offload; and what can
 * be put in between, a capture and faults.
 *
 * <p>Imports nothing of ours. {@link io.fourwave.link.Packet} is the one type of this package that
 * the rooms above {@code host} see as well.
 */
package io.fourwave.link;
