package io.fourwave;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The JUnit tags of test methods, found by parsing the sources: of all modules, and of integration
 * tests, which are not on this module's class path. A disabled test does not count.
 */
final class RequirementTags extends TreeScanner<Void, Void> {
  private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest");

  private final Map<String, SortedSet<String>> testsByTag = new TreeMap<>();
  private final Deque<String> classes = new ArrayDeque<>();

  private RequirementTags() {}

  /**
   * The tests for each tag, {@code Class.method}, of every module below a directory; just the class
   * if that carries the tag.
   */
  static Map<String, SortedSet<String>> below(Path root) throws IOException {
    RequirementTags tags = new RequirementTags();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var units = files.getJavaFileObjectsFromPaths(testSources(root));
      JavacTask parser = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      for (CompilationUnitTree unit : parser.parse()) {
        tags.scan(unit, null);
      }
    }
    return tags.testsByTag;
  }

  private static List<Path> testSources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  @Override
  public Void visitClass(ClassTree tree, Void none) {
    classes.addLast(tree.getSimpleName().toString());
    for (AnnotationTree annotation : tree.getModifiers().getAnnotations()) {
      if (annotation.getAnnotationType().toString().equals("Tag")) {
        add(literalOf(annotation), String.join(".", classes));
      }
    }
    super.visitClass(tree, null);
    classes.removeLast();
    return null;
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    boolean test = false;
    List<String> tags = new ArrayList<>();
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      String type = annotation.getAnnotationType().toString();
      if (type.equals("Disabled")) {
        return null;
      }
      test |= TESTS.contains(type);
      if (type.equals("Tag")) {
        tags.add(literalOf(annotation));
      }
    }
    if (test) {
      String name = String.join(".", classes) + "." + method.getName();
      tags.forEach(tag -> add(tag, name));
    }
    return null;
  }

  private void add(String tag, String test) {
    testsByTag.computeIfAbsent(tag, t -> new TreeSet<>()).add(test);
  }

  private static String literalOf(AnnotationTree annotation) {
    StringBuilder text = new StringBuilder();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void none) {
        text.append(literal.getValue());
        return null;
      }
    }.scan(annotation.getArguments(), null);
    return text.toString();
  }
}
