package io.fourwave.tun;

import io.fourwave.tun.libc.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** The system calls, loaded once per JVM, and errno after them. Thread-safe. */
final class Linux {
  /** eventfd(2) and socket(2) take open(2)'s flags under other names. */
  static final int NONBLOCK = OpenFlags.O_NONBLOCK.intValue();

  static final int CLOEXEC = OpenFlags.O_CLOEXEC.intValue();

  private static Linux loaded;

  private final LibC libc;
  private final POSIX posix;
  private final Runtime runtime;

  private Linux(LibC libc, POSIX posix) {
    this.libc = libc;
    this.posix = posix;
    this.runtime = Runtime.getRuntime(libc);
  }

  /**
   * The system calls.
   *
   * @throws TunException if this is not Linux, or not a JVM that jnr-ffi has native code for
   */
  static synchronized Linux load() throws TunException {
    if (loaded == null) {
      checkSystem(System.getProperty("os.name"));
      loaded = bind();
    }
    return loaded;
  }

  /** Refuses whatever has no TUN device of Linux's kind. */
  static void checkSystem(String osName) throws TunException {
    if (!"Linux".equals(osName)) {
      throw new TunException("a TUN device needs Linux; this is " + osName, "");
    }
  }

  private static Linux bind() throws TunException {
    try {
      LibC libc =
          LibraryLoader.create(LibC.class)
              .failImmediately()
              .load(Platform.getNativePlatform().getStandardCLibraryName());
      return new Linux(libc, POSIXFactory.getNativePOSIX());
    } catch (LinkageError | RuntimeException e) {
      throw new TunException(
          "no native calls on this JVM ("
              + System.getProperty("os.arch")
              + ", "
              + System.getProperty("java.vm.name")
              + "): "
              + e,
          e);
    }
  }

  LibC libc() {
    return libc;
  }

  /** open(2) for reading and writing, non-blocking, not for child processes; -1 if it failed. */
  int open(String path) {
    return posix.open(path, OpenFlags.O_RDWR.intValue() | NONBLOCK | CLOEXEC, 0);
  }

  /** close(2). */
  void close(int fd) {
    posix.close(fd);
  }

  /** What went wrong in this thread's last call. */
  Errno errno() {
    return Errno.valueOf(errnoNumber());
  }

  /** The same as a number. */
  int errnoNumber() {
    return LastError.getLastError(runtime);
  }

  /** Octets in a C {@code long}: 8, or 4 on a 32-bit system. */
  int longOctets() {
    return runtime.longSize();
  }

  /** Where the first octet of a direct buffer is. Valid as long as the buffer is reachable. */
  long address(ByteBuffer direct) {
    return Pointer.wrap(runtime, direct.duplicate().clear()).address();
  }

  /** Memory that a system call can be pointed at. */
  Memory memory(int octets) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(octets).order(ByteOrder.nativeOrder());
    return new Memory(bytes, address(bytes));
  }

  /**
   * Octets outside the heap, in the machine's byte order.
   *
   * @param bytes keep this reachable: the memory goes with it
   * @param address of the first octet
   */
  record Memory(ByteBuffer bytes, long address) {}
}
