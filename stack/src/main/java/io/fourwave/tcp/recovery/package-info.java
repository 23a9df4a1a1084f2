/**
 * What was sent, what was acknowledged, and what therefore is lost (RFC 6298, 5681, 6582, 2018,
 * 6675). Changes only itself: {@code tcp} tells it what happened and asks.
 */
package io.fourwave.tcp.recovery;
