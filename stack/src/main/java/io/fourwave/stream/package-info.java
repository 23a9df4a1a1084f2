/**
 * Byte streams: octets in any order in, in order out, from one thread to another. Knows nothing of
 * segments or sequence numbers.
 */
package io.fourwave.stream;
