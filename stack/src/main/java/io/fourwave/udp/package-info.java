/**
 * UDP (RFC 768, RFC 1122 §4.1, RFC 8200 §8.1) and echo requests of our own (RFC 792, RFC 4443 §4):
 * datagrams in, datagrams out. For the host's thread; only the queues of an {@link
 * io.fourwave.udp.Endpoint} meet other threads.
 */
package io.fourwave.udp;
