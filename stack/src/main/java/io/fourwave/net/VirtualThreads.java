package io.fourwave.net;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Asks for what Java 17 does not know of. */
final class VirtualThreads {
  private static final MethodHandle IS_VIRTUAL = find();

  private VirtualThreads() {}

  private static MethodHandle find() {
    try {
      MethodType type = MethodType.methodType(boolean.class);
      return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", type);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null; // before Java 21 there are none
    }
  }

  /**
   * Whether the current thread is virtual: only then does an interrupt end a call of {@code
   * java.net}, and closes the socket.
   */
  static boolean isCurrent() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) { // invokeExact says it may throw anything; isVirtual throws nothing
      throw new AssertionError(e);
    }
  }
}
