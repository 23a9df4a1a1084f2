/**
 * Octets to fields and back: header views over a buffer, checksums, addresses, serial numbers.
 * Views are made once and reused. Imports nothing of ours and decides nothing.
 */
package io.fourwave.wire;
