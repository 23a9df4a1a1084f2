/**
 * IPv4 and IPv6 for an end host: packets in, payloads out, and the way back; ICMP errors and echo,
 * fragments, path MTU (RFC 791, 8200, 792, 4443, 1191, 8201, 1122 §3).
 *
 * <p>Transports are called through {@link io.fourwave.ip.TransportProtocol}. Only {@code host} and
 * {@code tcp} call in.
 */
package io.fourwave.ip;
