/**
 * {@code fourwave guest}: a small Linux machine under QEMU whose TCP talks to ours. The command
 * starts itself again in a network of its own; there are the stack behind a TUN device, the guest
 * behind a TAP device, and the kernel, which forwards between them.
 */
package io.fourwave.examples.guest;
