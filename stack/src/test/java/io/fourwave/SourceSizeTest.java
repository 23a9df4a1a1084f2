package io.fourwave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Keeps files and methods, in the tests as well, short enough to be read. */
class SourceSizeTest {
  private static final List<String> MODULES =
      List.of("stack", "tun-native", "examples", "benchmarks");
  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_METHOD = 40;

  @Test
  void noFileIsLongerThan400Lines() {
    assertNone(
        sources()
            .filter(file -> lines(file) > LONGEST_FILE)
            .map(file -> file + " has " + lines(file) + " lines"));
  }

  @Test
  void noMethodIsLongerThan40Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var units = files.getJavaFileObjectsFromPaths(sources().toList());
      JavacTask parser = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      SourcePositions positions = Trees.instance(parser).getSourcePositions();
      for (CompilationUnitTree unit : parser.parse()) {
        new LongMethods(unit, positions, tooLong).scan(unit, null);
      }
    }
    assertNone(tooLong.stream());
  }

  private static void assertNone(Stream<String> tooLong) {
    assertEquals("", tooLong.sorted().collect(joining("\n")));
  }

  /** Our source files, in order; there are some. */
  private static Stream<Path> sources() {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found.stream().sorted();
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Collects a file's methods that are too long, from the end of their modifiers to their brace.
   */
  private static final class LongMethods extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;
    private final CharSequence text;

    LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found)
        throws IOException {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
      this.text = unit.getSourceFile().getCharContent(true);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      long first = line(afterModifiers(method));
      long lines = line(positions.getEndPosition(unit, method) - 1) - first + 1;
      if (lines > LONGEST_METHOD) {
        String place = Path.of(unit.getSourceFile().toUri()) + ":" + first;
        found.add(place + " " + method.getName() + " has " + lines + " lines");
      }
      return super.visitMethod(method, null);
    }

    private int afterModifiers(MethodTree method) {
      long end = positions.getEndPosition(unit, method.getModifiers());
      int at = (int) Math.max(end, positions.getStartPosition(unit, method));
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
