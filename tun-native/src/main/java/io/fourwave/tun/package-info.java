/**
 * A Linux TUN device: IP packets between the kernel and the stack, with checksum and segmentation
 * offload.
 *
 * <p>In comes a {@link io.fourwave.tun.TunSettings}, out goes a {@link io.fourwave.tun.TunDevice}
 * for an event loop. {@link io.fourwave.tun.TunInterface} gives the kernel's side of the device its
 * addresses. Whatever the kernel refuses is a {@link io.fourwave.tun.TunException} that says what
 * to do about it.
 *
 * <p>The system calls go through jnr-ffi, in {@link io.fourwave.tun.libc.LibC}. The layouts of what
 * the kernel is given ({@code Ifreq}, {@code VirtioNetHeader}, {@code PollRequest}, {@code
 * NetlinkRequest}, {@code TunRequest}) are plain Java and are tested in both byte orders.
 */
package io.fourwave.tun;
