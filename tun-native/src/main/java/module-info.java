/** A Linux TUN device as a {@code LinkDevice}, through jnr-ffi and jnr-posix. */
module io.fourwave.tun {
  requires transitive io.fourwave.stack;
  requires org.jnrproject.constants;
  requires org.jnrproject.ffi;
  requires org.jnrproject.posix;
  // jnr-ffi is an automatic module and cannot say so itself: it writes its stubs with ASM, which on
  // the module path is only there if somebody requires it.
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.util;

  exports io.fourwave.tun;

  // Not for compiling against: the class that jnr-ffi writes at run time implements LibC.
  opens io.fourwave.tun.libc;
}
