/**
 * What no honest peer sends: malformed headers, odd flags, forged addresses. The stack survives.
 */
package io.fourwave.tcp.hostile;
