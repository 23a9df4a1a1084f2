/**
 * The C functions that {@code io.fourwave.tun} calls; no more than their signatures.
 *
 * <p>Not exported, but open: jnr-ffi implements the interface at run time in a module of its own.
 */
package io.fourwave.tun.libc;
