/**
 * What was sent, what was acknowledged, and what therefore is lost (RFC 6298, 5681, 6582, 2018,
 * 6675, 8985), at which pace it is repaired (RFC 6937), and whether it was lost at all (RFC 3522,
 * 5682, 2883). Changes only itself: {@code tcp} tells it what happened and asks.
 */
package io.fourwave.tcp.recovery;
