package io.fourwave.examples.forward;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The way to targets: straight through the kernel, or by a proxy. */
interface Upstream {
  /** Through the kernel, as any program of this machine would connect. */
  Upstream DIRECT =
      new Upstream() {
        @Override
        public InetSocketAddress firstHop(InetSocketAddress target) {
          return target;
        }

        @Override
        public Greeting greeting(InetSocketAddress target) {
          return Greeting.NONE;
        }

        @Override
        public IOException firstHopFailed(IOException why) {
          return why;
        }
      };

  /** Where a kernel socket connects to, on the way to a target. */
  InetSocketAddress firstHop(InetSocketAddress target);

  /** What is said there before the octets of the connection. */
  Greeting greeting(InetSocketAddress target);

  /**
   * What a failure to connect to the first hop says of the target: what {@link Answer#to} makes of
   * it is what the peer gets.
   */
  IOException firstHopFailed(IOException why);
}
