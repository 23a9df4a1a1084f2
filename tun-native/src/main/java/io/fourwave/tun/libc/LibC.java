package io.fourwave.tun.libc;

import jnr.ffi.annotations.Variadic;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The part of the C library a TUN device needs. Every function returns -1 and sets errno if it
 * fails. Memory is passed as an address, which costs less per call than a buffer. Thread-safe.
 */
public interface LibC {
  /** read(2). */
  @ssize_t
  long read(int fd, @intptr_t long address, @size_t long octets);

  /** write(2). */
  @ssize_t
  long write(int fd, @intptr_t long address, @size_t long octets);

  /** readv(2). */
  @ssize_t
  long readv(int fd, @intptr_t long vectors, int count);

  /** writev(2). */
  @ssize_t
  long writev(int fd, @intptr_t long vectors, int count);

  /** ioctl(2); a Java long is a C long here, so the request is unsigned long as it should be. */
  @Variadic(fixedCount = 2)
  int ioctl(int fd, long request, @intptr_t long argument);

  /** ppoll(2); {@code timeout} 0 has no limit, {@code signals} 0 leaves the signal mask alone. */
  int ppoll(@intptr_t long descriptors, long count, @intptr_t long timeout, @intptr_t long signals);

  /** eventfd(2). */
  int eventfd(int initial, int flags);

  /** socket(2). */
  int socket(int family, int type, int protocol);
}
