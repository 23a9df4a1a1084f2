/**
 * RFC 9293 laid out in files: segments and calls in, segments and events out.
 *
 * <p>The control block is data ({@code Connection}); §3.10's event processing is four procedures
 * over it: {@code UserCalls}, {@code SegmentArrives}, {@code Timeouts}, and {@code SegmentSender},
 * which alone decides what goes out. One thread calls in; time and chance are arguments.
 */
package io.fourwave.tcp;
