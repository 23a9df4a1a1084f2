package io.fourwave.examples.run;

import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What only an agent may have of the JVM that it is in. */
final class Jvm {
  /** The platform's own selector provider, and {@link #atTheVeryEnd}. */
  private static final List<String> INTERNALS = List.of("sun.nio.ch", "jdk.internal.access");

  private static final int LAST = 9; // of ten; the application's shutdown hooks are 1

  private Jvm() {}

  /** Exports what is needed to a module, as {@code --add-exports} would. */
  static void exportInternals(Instrumentation jvm, Module to) {
    Map<String, Set<Module>> exports = new TreeMap<>();
    INTERNALS.forEach(name -> exports.put(name, Set.of(to)));
    jvm.redefineModule(Object.class.getModule(), Set.of(), exports, Map.of(), Set.of(), Map.of());
  }

  /**
   * Has something done when the JVM ends, after the application's shutdown hooks: they may want to
   * say goodbye to its peers. Ordinary hooks run all at once, so where the JDK's own cannot be had,
   * this is done together with the application's.
   */
  static void atTheVeryEnd(Runnable task) {
    try {
      Object access =
          Class.forName("jdk.internal.access.SharedSecrets")
              .getMethod("getJavaLangAccess")
              .invoke(null);
      Class.forName("jdk.internal.access.JavaLangAccess")
          .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class)
          .invoke(access, LAST, false, task);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(task, "stop"));
    }
  }
}
