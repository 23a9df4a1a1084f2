/**
 * Congestion control: told what was acknowledged and lost, asked for the window (RFC 5681, 6582,
 * 9438). Imports nothing of ours; new algorithms implement {@link
 * io.fourwave.tcp.congestion.CongestionControl}.
 */
package io.fourwave.tcp.congestion;
