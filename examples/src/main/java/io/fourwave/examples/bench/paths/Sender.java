package io.fourwave.examples.bench.paths;

/** Whose TCP sends. */
enum Sender {
  /** A stack on a TUN device, as it is by default but for the congestion control. */
  FOURWAVE,
  /** The kernel's. */
  KERNEL
}
